/**
 * The allocations of one user at one host, which a server may count (RFC 8656 section 7.2): what it refuses for want of room beside our
 * others is asked for again alone, one URL after the other, and so is what is measured then.
 */
import { parseTurnUri, type TurnServer } from '../../core/servers/ice-server.ts';
import { sleep } from '../base/abortable.ts';
import { Slots } from './slots.ts';

/** ms until a server has taken back what it was given back: coturn needs one second. */
const TAKEN_BACK_MS = 1_200;
/** Refusals of URLs that were alone, after which a server is full with others' allocations. */
const MOST_REFUSALS = 3;

export class AllocationTurns {
  readonly #one = new Slots(1);
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

/** The same for all URLs whose allocations a server may count together. */
export function allocationKey({ username }: TurnServer, url: string): string {
  const parsed = parseTurnUri(url);
  return `${parsed.ok ? parsed.uri.host.toLowerCase() : url} ${username}`;
}
