/** One way of a simulated loop: a drop-tail queue, a serialiser, a delay with jitter, and losses. */

export interface SimulatedDirection {
  readonly kbps: number;
  readonly delayMs: number;
  readonly jitterMs?: number;
  /** Correlation time of the jitter, ms: it is normal then, with `jitterMs` as its SD, as in the bench's emulator. */
  readonly jitterTauMs?: number;
  readonly reorder?: boolean;
  readonly queueMs?: number;
  readonly loss?: number;
  /** Mean run of losses, packets. */
  readonly lossBurst?: number;
  readonly lossAtEntry?: boolean;
  readonly slotMs?: number;
  /** Bytes that a rested link lets pass without shaping them (`burst` of tc-tbf). */
  readonly bucketBytes?: number;
  /** Packets that may wait, beside what `queueMs` allows. */
  readonly queuePackets?: number;
  /** Drops from the head what waits too long (RFC 8289, with its constants). */
  readonly codel?: boolean;
  /** Depth of a token bucket instead of the queue. */
  readonly policerMs?: number;
  /** The same in bytes. */
  readonly policerBytes?: number;
  /** Steps of [ms, kbit/s], repeated. */
  readonly trace?: readonly (readonly [number, number])[];
  /** kbit/s of somebody else's packets, in clumps, and the bytes of each (1500). */
  readonly crossKbps?: number;
  readonly crossBytes?: number;
  /** Packets of 1500 bytes that somebody's bulk transfer keeps under way: each that has left comes again 20 ms later. */
  readonly bulkPackets?: number;
}

/** ms until the acknowledgement of a packet has fetched the next one of a bulk transfer. */
const BULK_ROUND_TRIP_MS = 20;

/** Controlled delay, https://www.rfc-editor.org/rfc/rfc8289#section-5 */
class Codel {
  #aboveSince: number | undefined;
  #dropping = false;
  #nextAt = 0;
  #count = 0;

  /** To be asked in order of leaving; all packets before have made their way by then. */
  drops(waitMs: number, atMs: number): boolean {
    if (waitMs < CODEL.targetMs) {
      this.#aboveSince = undefined;
      this.#dropping = false;
      return false;
    }
    this.#aboveSince ??= atMs;
    if (!this.#dropping && atMs - this.#aboveSince >= CODEL.intervalMs) {
      this.#dropping = true;
      const again = this.#count > 2 && atMs - this.#nextAt < 16 * CODEL.intervalMs;
      this.#count = again ? this.#count - 2 : 1;
      this.#nextAt = atMs + CODEL.intervalMs / Math.sqrt(this.#count);
      return true;
    }
    if (!this.#dropping || atMs < this.#nextAt) return false;
    this.#count += 1;
    this.#nextAt += CODEL.intervalMs / Math.sqrt(this.#count);
    return true;
  }
}

const CODEL = { targetMs: 5, intervalMs: 100 } as const;

export class Direction {
  readonly #it: SimulatedDirection;
  readonly #random: () => number;
  readonly #policerMs: number | undefined;
  readonly #codel = new Codel();
  #leaving: number[] = [];
  #freeAt = 0;
  #lastOut = 0;
  #losing = false;
  #tokensMs = 0;
  #tokensAt = 0;
  #crossUntil = 0;
  /** When each packet of the bulk transfer comes next. */
  readonly #bulk: number[] = [];
  #jitter = { atMs: Number.NEGATIVE_INFINITY, deviations: 0 };
  longestQueueMs = 0;

  constructor(it: SimulatedDirection, seed: () => number) {
    this.#it = it;
    this.#random = seed;
    this.#policerMs = it.policerBytes === undefined ? it.policerMs : (it.policerBytes * 8) / it.kbps;
    this.#tokensMs = this.#policerMs ?? 0;
    this.#crossUntil = seed() * 20;
    for (let i = 0; i < (it.bulkPackets ?? 0); i += 1) this.#bulk.push(seed() * BULK_ROUND_TRIP_MS);
  }

  /** When a packet that enters now comes out, or undefined when it is lost. */
  pass(atMs: number, bytes: number): number | undefined {
    const it = this.#it;
    this.#crossTraffic(atMs);
    this.#bulkTransfer(atMs);
    const lost = this.#loses();
    if (lost && it.lossAtEntry === true) return undefined;
    if (this.#policerMs !== undefined) {
      this.#tokensMs = Math.min(this.#policerMs, this.#tokensMs + atMs - this.#tokensAt);
      this.#tokensAt = atMs;
      const ms = (bytes * 8) / it.kbps;
      if (this.#tokensMs < ms) return undefined;
      this.#tokensMs -= ms;
      return lost ? undefined : this.#delayed(atMs);
    }
    const left = this.#serialise(atMs, bytes, true);
    return left === undefined || lost ? undefined : this.#delayed(left);
  }

  #serialise(atMs: number, bytes: number, own: boolean): number | undefined {
    const { queueMs = 200, queuePackets, bucketBytes = 0, codel = false, slotMs } = this.#it;
    const wait = Math.max(0, this.#freeAt - atMs);
    if (wait > queueMs) return undefined;
    if (queuePackets !== undefined) {
      this.#leaving = this.#leaving.filter((leaves) => leaves > atMs);
      if (this.#leaving.length > queuePackets) return undefined;
    }
    if (codel && this.#codel.drops(wait, atMs + wait)) return undefined;
    if (own) this.longestQueueMs = Math.max(this.longestQueueMs, wait);
    const rested = atMs - (bucketBytes * 8) / this.#it.kbps;
    let at = Math.max(rested, this.#freeAt);
    let bits = bytes * 8;
    for (;;) {
      const { kbps, leftMs } = this.#rateAt(at);
      if (bits <= kbps * leftMs) {
        at += bits / kbps;
        break;
      }
      bits -= kbps * leftMs;
      at += leftMs;
    }
    this.#freeAt = at;
    const leaves = Math.max(atMs, at);
    if (queuePackets !== undefined) this.#leaving.push(leaves);
    return slotMs === undefined ? leaves : Math.ceil(leaves / slotMs) * slotMs;
  }

  #rateAt(at: number): { kbps: number; leftMs: number } {
    const { trace, kbps } = this.#it;
    if (trace === undefined) return { kbps, leftMs: Number.POSITIVE_INFINITY };
    let into = at % trace.reduce((sum, [ms]) => sum + ms, 0);
    for (const [ms, stepKbps] of trace) {
      if (into < ms) return { kbps: stepKbps, leftMs: ms - into };
      into -= ms;
    }
    return { kbps, leftMs: 1 };
  }

  #crossTraffic(untilMs: number): void {
    const { crossKbps: kbps, crossBytes = 1_500 } = this.#it;
    if (kbps === undefined) return;
    while (this.#crossUntil < untilMs) {
      const clump = 1 + Math.floor(this.#random() * 8);
      for (let i = 0; i < clump; i += 1) this.#serialise(this.#crossUntil, crossBytes, false);
      this.#crossUntil += -Math.log(1 - this.#random()) * ((clump * crossBytes * 8) / kbps);
    }
  }

  #bulkTransfer(untilMs: number): void {
    for (;;) {
      const next = Math.min(...this.#bulk);
      if (next >= untilMs) return;
      const left = this.#serialise(next, 1_500, false) ?? next + BULK_ROUND_TRIP_MS;
      this.#bulk[this.#bulk.indexOf(next)] = left + BULK_ROUND_TRIP_MS;
    }
  }

  #loses(): boolean {
    const { loss = 0, lossBurst = 1 } = this.#it;
    if (loss === 0) return false;
    if (lossBurst <= 1) return this.#random() < loss;
    const leave = 1 / lossBurst;
    const enter = (loss * leave) / (1 - loss);
    this.#losing = this.#losing ? this.#random() >= leave : this.#random() < enter;
    return this.#losing;
  }

  #delayed(at: number): number {
    const { delayMs, jitterMs = 0, jitterTauMs, reorder = false } = this.#it;
    const deviations = jitterTauMs === undefined ? 2 * this.#random() - 1 : this.#correlated(at, jitterTauMs);
    const out = at + Math.max(0, delayMs + jitterMs * deviations);
    if (reorder) return out;
    this.#lastOut = Math.max(this.#lastOut, out);
    return this.#lastOut;
  }

  /** An Ornstein-Uhlenbeck process: normal, and what one packet meets the next one nearly meets, too. */
  #correlated(atMs: number, tauMs: number): number {
    // Neighbours may enter a hair out of order.
    const kept = Math.exp(-Math.abs(atMs - this.#jitter.atMs) / tauMs);
    const normal = Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
    const deviations = kept * this.#jitter.deviations + Math.sqrt(1 - kept ** 2) * normal;
    this.#jitter = { atMs, deviations };
    return deviations;
  }
}
