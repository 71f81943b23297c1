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
/** Latest rates of which the highest counts (bench). */
const RATES_KEPT = 5;

export class TcpWindow {
  readonly #idleRoundTripMs: number;
  readonly #wireBytes: number;
  readonly #mostBytes: number;
  readonly #aboutKbps: number | undefined;
  readonly #rates: number[] = [];
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
    if (this.#rates.length === 0) return;
    this.#bytes = Math.min(this.#mostBytes, Math.max(4 * this.#wireBytes, this.#wanted()));
  }

  #mayGrow(): boolean {
    return this.#aboutKbps === undefined || this.#bytes < BEYOND * this.#wanted();
  }

  /** Bytes that fill the path and leave a small queue, at the rate known so far. */
  #wanted(): number {
    const kbps = Math.max(...this.#rates, this.#startedUpAt === undefined ? (this.#aboutKbps ?? 0) : 0);
    return (kbps * (this.#emptyMs() + QUEUE_MS)) / 8;
  }

  #isGrowing(): boolean {
    const [before, latest] = this.#rates.slice(-2);
    return before === undefined || latest === undefined || latest > GROWING * before;
  }

  /** ms, a full datagram's round trip without a queue: each direction puts it on the wire once. */
  #emptyMs(): number {
    const kbps = this.#rates.length === 0 ? (this.#aboutKbps ?? 0) : Math.max(...this.#rates);
    return this.#idleRoundTripMs + (kbps > 0 ? (2 * this.#wireBytes * 8) / kbps : 0);
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
    this.#rates.push((this.#rateBytes * 8) / ms);
    if (this.#rates.length > RATES_KEPT) this.#rates.shift();
    this.#rateFrom = nowMs;
    this.#rateBytes = 0;
  }
}
