/**
 * A loop through one URL and, when that is late, a second beside it: on a line that loses datagrams in runs a whole set-up can
 * go under, and the browser repeats its parts after ever longer waits. Whichever is up first is used. One that stays on the device
 * is followed by another, which does not begin there.
 */
import { orAbort, withTimeout } from '../base/abortable.ts';
import { isFinal } from './failure-reason.ts';
import type { LoopEngine } from './loop-media.ts';
import { type LoopBytes, readLoopBytes } from './loop-stats.ts';
import { type EndRelays, type Handshake, type LoopMeans, type LoopOutcome, RelayLoop } from './relay-loop.ts';

/** ms; a server that has not answered by then is taken for silent. */
const SILENCE_MS = 5_000;
/**
 * ms; a loop that is still coming up on a slow line gets this long. What is lost of an allocation, a permission or a handshake through
 * the relays browsers repeat after twice the time before, from 250 ms on: six losses in a row take 15.75 s.
 */
const SLOW_LOOP_MS = 16_000;
/** ms; without a relay at either end a loop is late: at 650 ms of round trip one has them. */
const LATE_WITHOUT_RELAY_MS = 1_400;
/**
 * From when on a loop is late that has its first relay, by how long that took, ms. Once the ends have shaken hands on the device a
 * whole set-up takes 1.5 times that, twice in Firefox, and 0.6 s on a line of 0.1 Mbit/s; with the handshake on the line
 * 3.4 times, and 1.9 s, and a second would be in the way. More where the loops of other URLs come up beside it.
 */
const LATE = {
  handshakeLocal: { least: 850, perOtherUrl: 400, perRelayTime: 2.5, more: 500 },
  handshakeOnLine: { least: 2_200, perOtherUrl: 1_200, perRelayTime: 3.6, more: 700 },
} as const;

const NOTHING: LoopBytes = { sent: 0, received: 0 };

export interface LoopAttempt {
  readonly loop: RelayLoop;
  readonly engine: LoopEngine;
}

/** Tells what went through an open loop, and frees it. */
export function releaseLoop({ loop, engine }: LoopAttempt, spent: (bytes: LoopBytes) => void): Promise<void> {
  return release(() => readLoopBytes(loop), [loop, engine], spent);
}

/** The same of whatever can tell its bytes. */
export async function release(
  read: () => Promise<LoopBytes>,
  parts: readonly { close(): void }[],
  spent: (bytes: LoopBytes) => void,
): Promise<void> {
  try {
    spent(await read());
  } catch (error) {
    // What it cost is not known then; what was measured stands.
    console.warn(
      'Precall: a loop did not tell its bytes:',
      error instanceof Error ? error.name : 'unknown error',
    );
  } finally {
    for (const part of parts) part.close();
  }
}

export interface ConnectedLoop {
  readonly outcome: LoopOutcome;
  /** The one that is up, the caller's to close. */
  readonly open?: LoopAttempt;
  /** IP-level bytes of those that came too late, or stayed on the device. */
  readonly spentInVain?: LoopBytes;
}

export interface LoopRequest extends LoopMeans {
  readonly relays: EndRelays;
  /** How many other URLs are tried side by side. */
  readonly otherUrls: number;
  /** Where the ends of the first attempt shake hands; on the device where nothing else is said. */
  readonly handshake?: Handshake;
  openEngine(): LoopEngine;
}

/** Rejects when aborted, or when the first attempt could not be made. */
export async function connectLoop(request: LoopRequest, signal: AbortSignal): Promise<ConnectedLoop> {
  const attempts = new Attempts(request);
  let open: Attempt | undefined;
  try {
    const first = attempts.begin(signal);
    const { hasRelay } = first.loop;
    let decided = await attempts.decidedBy(LATE_WITHOUT_RELAY_MS, signal, hasRelay);
    const { beforehandMs } = first.loop;
    decided ??= await attempts.decidedBy(LATE_WITHOUT_RELAY_MS + beforehandMs, signal, hasRelay);
    if (decided === undefined && first.loop.firstRelayMs !== undefined) {
      decided = await attempts.decidedBy(lateMs(first.loop, request.otherUrls), signal);
    }
    // Over TCP and TLS nothing is lost that the connection itself would not repeat.
    if (decided === undefined && usesUdp(request.relays) && attempts.count === 1) attempts.begin(signal);
    decided ??= await attempts.decidedBy(SILENCE_MS, signal);
    if (decided === undefined && attempts.oneIsComing)
      decided = await attempts.decidedBy(SLOW_LOOP_MS, signal);
    if (decided?.connected !== true) return { outcome: attempts.outcomeOf(decided ?? attempts.mostTelling) };
    open = decided;
    const outcome = attempts.outcomeOf(open);
    const spentInVain = await attempts.bytesBeside(open);
    return { outcome, open, ...(spentInVain === undefined ? {} : { spentInVain }) };
  } finally {
    attempts.closeAllBut(open);
  }
}

function usesUdp({ sender, receiver }: EndRelays): boolean {
  return [sender, receiver].some(({ relayProtocol }) => relayProtocol === 'udp');
}

function lateMs({ firstRelayMs = 0, handshakeIsLocal }: RelayLoop, otherUrls: number): number {
  const late = handshakeIsLocal ? LATE.handshakeLocal : LATE.handshakeOnLine;
  return Math.max(late.least + late.perOtherUrl * otherUrls, late.perRelayTime * firstRelayMs + late.more);
}

interface Attempt extends LoopAttempt {
  /** Whether it came up; undefined until that is known. */
  connected: boolean | undefined;
  /** Settles when it is known. */
  readonly end: Promise<void>;
}

class Attempts {
  readonly #request: LoopRequest;
  readonly #startedAt = performance.now();
  readonly #all: Attempt[] = [];
  readonly #closed = new Set<Attempt>();
  #ended = false;

  constructor(request: LoopRequest) {
    this.#request = request;
  }

  get count(): number {
    return this.#all.length;
  }

  begin(signal: AbortSignal, handshake = this.#request.handshake ?? 'on-device'): Attempt {
    const { relays, openEngine } = this.#request;
    const loop = new RelayLoop(relays, this.#request, { startedAt: this.#startedAt, handshake });
    const engine = openEngine();
    const isFirst = this.#all.length === 0;
    const attempt: Attempt = {
      loop,
      engine,
      connected: undefined,
      end: loop.connect(engine, signal).then(
        (connected) => {
          attempt.connected = connected;
          // Its allocation may be the one that the other does not get.
          if (!connected) this.#close(attempt);
          if (loop.staysOnDevice && !this.#ended) this.begin(signal, 'through-relays');
        },
        (error: unknown) => {
          attempt.connected = false;
          // That a second one cannot be made is no news of the server.
          if (isFirst) throw error;
        },
      ),
    };
    attempt.end.catch(() => undefined); // awaited as well, but perhaps not to the end
    this.#all.push(attempt);
    return attempt;
  }

  /** The attempt that decides, when one does within so many ms of the beginning, and before `event`. */
  async decidedBy(ms: number, signal: AbortSignal, event?: Promise<void>): Promise<Attempt | undefined> {
    const leftMs = this.#startedAt + ms - performance.now();
    const decided = await withTimeout(leftMs, signal, async (own) => {
      for (;;) {
        const by = this.#deciding;
        if (by !== undefined) return by;
        const coming = this.#all.filter(({ connected }) => connected === undefined).map(({ end }) => end);
        const happened = event?.then(() => 'event' as const);
        const next = Promise.race(happened === undefined ? coming : [...coming, happened]);
        if ((await orAbort(next, own)) === 'event') return undefined;
      }
    });
    return decided === 'timed-out' ? undefined : decided;
  }

  /** That one fails while the other may still come up decides only when its server has said why. */
  get #deciding(): Attempt | undefined {
    const up = this.#all.find(({ connected }) => connected === true);
    if (up !== undefined) return up;
    const ended = this.#all.filter(({ connected }) => connected === false);
    const refused = ended.find(({ loop }) => loop.errors.some(isFinal));
    return refused ?? (ended.length === this.#all.length ? this.mostTelling : undefined);
  }

  /**
   * The first that has heard anything from its server, if any has. One that stayed on the device tells nothing of the
   * server.
   */
  get mostTelling(): Attempt {
    const heard = ({ loop }: Attempt) => loop.allocated || loop.errors.length > 0;
    const tried = this.#all.filter(({ loop }) => !loop.staysOnDevice);
    const first = tried.find(heard) ?? tried[0];
    if (first === undefined) throw new Error('no loop was begun');
    return first;
  }

  /** True while one has a relay and may still come up. */
  get oneIsComing(): boolean {
    return this.#all.some(({ connected, loop }) => connected === undefined && loop.allocated);
  }

  outcomeOf({ loop, connected }: Attempt): LoopOutcome {
    const outcome = loop.outcome({ connected: connected === true, timedOut: connected === undefined });
    const firsts = this.#all.flatMap((attempt) => attempt.loop.allocationTimeMs ?? []);
    return firsts.length === 0 ? outcome : { ...outcome, allocationTimeMs: Math.min(...firsts) };
  }

  /** What the others have sent and received; undefined when there is none that got anything. */
  async bytesBeside(open: Attempt): Promise<LoopBytes | undefined> {
    const others = this.#all.filter((attempt) => attempt !== open && attempt.loop.allocated);
    if (others.length === 0) return undefined;
    // What a loop that is given up has cost is not worth the run.
    const read = others.map(({ loop }) => readLoopBytes(loop).catch(() => NOTHING));
    const bytes = await Promise.all(read);
    return bytes.reduce((sum, { sent, received }) => ({
      sent: sum.sent + sent,
      received: sum.received + received,
    }));
  }

  closeAllBut(open: Attempt | undefined): void {
    this.#ended = true;
    for (const attempt of this.#all) if (attempt !== open) this.#close(attempt);
  }

  #close(attempt: Attempt): void {
    if (this.#closed.has(attempt)) return;
    this.#closed.add(attempt);
    attempt.loop.close();
    attempt.engine.close();
  }
}
