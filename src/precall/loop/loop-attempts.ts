/**
 * A loop through one URL and, when that is late, a second beside it: on a line that loses datagrams in runs all of a set-up may
 * be lost, and the browser repeats its parts after ever longer waits. Whichever loop is up first is used. A loop that the
 * browser keeps on the device is followed by one whose ends never were connected there.
 */
import { orAbort, withTimeout } from '../base/abortable.ts';
import { isFinal } from './failure-reason.ts';
import type { LoopEngine } from './loop-media.ts';
import { type LoopBytes, readLoopBytes } from './loop-stats.ts';
import { type EndRelays, type Handshake, type LoopMeans, type LoopOutcome, RelayLoop } from './relay-loop.ts';

/** ms without an answer after which a server is taken for silent. */
const SILENCE_MS = 5_000;
/** ms for a loop that is still coming up: browsers repeat what is lost after 250 ms, 500, ..., so six losses in a row take 15.75 s. */
const SLOW_LOOP_MS = 16_000;
/** ms without a relay at either end after which a loop is late: at 650 ms of round trip both have theirs by then (bench). */
const LATE_WITHOUT_RELAY_MS = 1_400;

/**
 * When a loop that has its first relay is late, in ms from its start: `leastMs`, with more for each other URL, or `relayTimes`
 * times what that relay took and `beyondMs`, whichever is later. A second loop begun sooner would be in the way of the first.
 */
interface Lateness {
  /** ms at least: above a whole set-up on a line of 0.1 Mbit/s. */
  readonly leastMs: number;
  /** ms more for each other URL whose loop comes up beside this one. */
  readonly perOtherUrlMs: number;
  /** Times the first relay took: above a whole set-up, in those times, on a far line. */
  readonly relayTimes: number;
  /** ms beyond those. */
  readonly beyondMs: number;
}

/** Where the ends shook hands on the device: 0.6 s at 0.1 Mbit/s, 1.5 relay times, 2 in Firefox (bench). */
const LATE_AFTER_LOCAL_HANDSHAKE: Lateness = {
  leastMs: 850,
  perOtherUrlMs: 400,
  relayTimes: 2.5,
  beyondMs: 500,
};
/** Where they shake hands through the relays: 1.9 s at 0.1 Mbit/s, 3.4 relay times (bench). */
const LATE_WITH_HANDSHAKE_ON_LINE: Lateness = {
  leastMs: 2_200,
  perOtherUrlMs: 1_200,
  relayTimes: 3.6,
  beyondMs: 700,
};

const NOTHING: LoopBytes = { sent: 0, received: 0 };

export interface LoopAttempt {
  readonly loop: RelayLoop;
  readonly engine: LoopEngine;
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
  const late = handshakeIsLocal ? LATE_AFTER_LOCAL_HANDSHAKE : LATE_WITH_HANDSHAKE_ON_LINE;
  return Math.max(
    late.leastMs + late.perOtherUrlMs * otherUrls,
    late.relayTimes * firstRelayMs + late.beyondMs,
  );
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

  begin(signal: AbortSignal, handshake: Handshake = 'on-device'): Attempt {
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
