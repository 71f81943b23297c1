/**
 * How much may be under way on a relayed TCP connection. First twice as much every round trip, as TCP itself does; once
 * a queue shows, what the path carries in a round trip and a little more. Pure.
 */
/** Bytes under way at first at most (TCP's own initial window, RFC 6928), and datagrams at least. */
const FIRST = { mostBytes: 14_000, datagrams: 3 } as const;
/** ms of queue at which the start grows no further (bench). */
const START_QUEUE_MS = 25;
/** ms of queue that stands after the start (bench). */
const QUEUE_MS = 45;
/**
 * Factor on what the rate so far asks for, up to which the start grows: what is under way shows a round trip later
 * (bench).
 */
const BEYOND = 1.2;
/** Arrivals that make one rate, in ms and in round trips, during the start and after it: TCP delivers in gushes (bench). */
const RATE = { startMs: 100, startRoundTrips: 1, ms: 250, roundTrips: 2 } as const;
/** Factor between two rates, from which on they still grow (bench). */
const GROWING = 1.25;
/** Latest stretches of which the fastest two neighbours count (bench). */
const STRETCHES_KEPT = 5;

/** Arrivals between two times. */
interface Stretch {
  readonly bytes: number;
  readonly ms: number;
}

export class TcpWindow {
  readonly #idleRoundTripMs: number;
  readonly #wireBytes: number;
  readonly #mostBytes: number;
  readonly #aboutKbps: number | undefined;
  /** The latest stretches of arrivals, one behind the other. */
  readonly #stretches: Stretch[] = [];
  #bytes: number;
  #rateFrom: number | undefined;
  #rateBytes = 0;
  #startedUpAt: number | undefined;

  /**
   * `idleRoundTripMs`: a small datagram's on the idle path; `aboutKbps`: what trains have read, where that is to be
   * relied on.
   */
  constructor(idleRoundTripMs: number, wireBytes: number, capKbps: number, aboutKbps?: number) {
    this.#idleRoundTripMs = idleRoundTripMs;
    this.#wireBytes = wireBytes;
    this.#aboutKbps = aboutKbps;
    this.#mostBytes = Math.max(FIRST.mostBytes, (capKbps * (idleRoundTripMs + QUEUE_MS)) / 8);
    const fills = ((aboutKbps ?? Number.POSITIVE_INFINITY) * this.#emptyMs()) / 8;
    this.#bytes = Math.min(FIRST.mostBytes, Math.max(FIRST.datagrams * wireBytes, fills));
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** When the start was over, in the time of the arrivals. */
  get startedUpAt(): number | undefined {
    return this.#startedUpAt;
  }

  arrived(nowMs: number, loopRoundTripMs: number): void {
    this.#countRate(nowMs);
    const queued = loopRoundTripMs > this.#emptyMs() + START_QUEUE_MS;
    if (this.#startedUpAt === undefined) {
      // TCP's own slow start holds data back in the socket as well: a queue is the path's only once the rate stands still.
      const enough = (queued && !this.#isGrowing()) || this.#bytes === this.#mostBytes;
      if (enough) this.#startedUpAt = nowMs;
      else if (!queued && this.#mayGrow()) this.#bytes += this.#wireBytes;
      this.#bytes = Math.min(this.#mostBytes, this.#bytes);
      return;
    }
    if (this.#stretches.length === 0) return;
    this.#bytes = Math.min(this.#mostBytes, Math.max(4 * this.#wireBytes, this.#wanted()));
  }

  #mayGrow(): boolean {
    return this.#aboutKbps === undefined || this.#bytes < BEYOND * this.#wanted();
  }

  /** Bytes that fill the path and leave a small queue, at the rate known so far. */
  #wanted(): number {
    const kbps = Math.max(this.#highestKbps(), this.#startedUpAt === undefined ? (this.#aboutKbps ?? 0) : 0);
    return (kbps * (this.#emptyMs() + QUEUE_MS)) / 8;
  }

  #isGrowing(): boolean {
    const [before, latest] = this.#stretches.slice(-2);
    return before === undefined || latest === undefined || rateOf(latest) > GROWING * rateOf(before);
  }

  /** ms, a full datagram's round trip without a queue: each direction puts it on the wire once. */
  #emptyMs(): number {
    const kbps = this.#stretches.length === 0 ? (this.#aboutKbps ?? 0) : this.#highestKbps();
    return this.#idleRoundTripMs + (kbps > 0 ? (2 * this.#wireBytes * 8) / kbps : 0);
  }

  /**
   * Of two neighbours together: what a retransmission has held up comes at once behind the silence, which is in the stretch
   * before it.
   */
  #highestKbps(): number {
    return Math.max(
      0,
      ...this.#stretches
        .map((latest, i) => {
          const { bytes, ms } = this.#stretches[i - 1] ?? { bytes: 0, ms: 0 };
          return rateOf({ bytes: bytes + latest.bytes, ms: ms + latest.ms });
        })
        .slice(Math.min(1, this.#stretches.length - 1)),
    );
  }

  #countRate(nowMs: number): void {
    this.#rateFrom ??= nowMs;
    this.#rateBytes += this.#wireBytes;
    const ms = nowMs - this.#rateFrom;
    const starting = this.#startedUpAt === undefined;
    const least = starting
      ? Math.max(RATE.startMs, RATE.startRoundTrips * this.#idleRoundTripMs)
      : Math.max(RATE.ms, RATE.roundTrips * this.#idleRoundTripMs);
    if (ms < least) return;
    this.#stretches.push({ bytes: this.#rateBytes, ms });
    if (this.#stretches.length > STRETCHES_KEPT) this.#stretches.shift();
    this.#rateFrom = nowMs;
    this.#rateBytes = 0;
  }
}

/** kbit/s. */
function rateOf({ bytes, ms }: Stretch): number {
  return (bytes * 8) / ms;
}
