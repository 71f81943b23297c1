/**
 * Allocations that a server may count together (RFC 8656 section 7.2): what it refuses for want of room beside our
 * others is asked for again alone, one URL after the other, and so is what is measured then.
 */
import { parseTurnUri, type TurnServer } from '../../core/servers/ice-server.ts';
import { sleep } from '../base/abortable.ts';
import { Semaphore } from './semaphore.ts';

/** ms until a server has taken back what it was given back: coturn needs one second. */
const TAKEN_BACK_MS = 1_200;
/** Refusals of URLs that were alone, after which a server is full with others' allocations. */
const MOST_REFUSALS = 3;

export class AllocationTurns {
  readonly #one = new Semaphore(1);
  readonly #refusals = new Map<TurnServer, number>();

  /** The server has no room for even one URL. */
  areGone(server: TurnServer): boolean {
    return (this.#refusals.get(server) ?? 0) >= MOST_REFUSALS;
  }

  noteRefusal(server: TurnServer): void {
    this.#refusals.set(server, (this.#refusals.get(server) ?? 0) + 1);
  }

  /** Runs one task at a time. */
  alone<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    return this.#one.use(signal, task);
  }

  /** To be awaited before each allocation while they are scarce. */
  takenBack(signal: AbortSignal): Promise<void> {
    return sleep(TAKEN_BACK_MS, signal);
  }
}

/**
 * Each URL with its turns. Shared are those of URLs whose allocations a server may count together: of one host, whose users may have a
 * quota together, and of one user, whose host may go by another name in the certificate.
 */
export function allocationTurns(servers: readonly TurnServer[]): (url: string) => AllocationTurns {
  const turnsByKey = new Map<string, AllocationTurns>();
  for (const server of servers) {
    for (const url of server.urls) {
      const keys = [hostKey(url), userKey(server)];
      const known = keys.flatMap((key) => turnsByKey.get(key) ?? []);
      const shared = known[0] ?? new AllocationTurns();
      for (const key of keys) turnsByKey.set(key, shared);
      for (const [key, turns] of turnsByKey) if (known.includes(turns)) turnsByKey.set(key, shared);
    }
  }
  return (url) => turnsByKey.get(hostKey(url)) ?? new AllocationTurns();
}

function hostKey(url: string): string {
  const parsed = parseTurnUri(url);
  return `host ${parsed.ok ? parsed.uri.host.toLowerCase() : url}`;
}

function userKey({ username, credential }: TurnServer): string {
  return `user ${JSON.stringify([username, credential])}`;
}
