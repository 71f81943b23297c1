/** One way of a link whose delay varies, by the emulator's own rules (bench/native/link-emulator.c): rate, queue, jitter, order kept. */
import type { Random } from '../../learner/random.ts';

export interface VaryingDelay {
  readonly rateKbps: number;
  readonly queueMs: number;
  /** ms, one way. */
  readonly delayMs: number;
  /** ms, standard deviation. */
  readonly jitterMs: number;
  /** ms of correlation; 0: each packet meets a delay of its own. */
  readonly tauMs: number;
  readonly uniform: boolean;
  /** Now and then all that arrives is held for a while and then comes at once, as radios do: ms between them, and their length, on average. */
  readonly stalls?: { readonly everyMs: number; readonly ms: number };
}

export class VaryingWay {
  readonly #link: VaryingDelay;
  readonly #random: Random;
  #freeAt = 0;
  #arrivedAt = 0;
  #wave = { at: 0, value: 0 };
  #stall = { from: 0, to: 0 };

  constructor(link: VaryingDelay, random: Random) {
    this.#link = link;
    this.#random = random;
  }

  /** When a packet arrives; undefined where the queue drops it. */
  cross(sentAt: number, bytes: number): number | undefined {
    const { rateKbps, queueMs, delayMs } = this.#link;
    const begins = Math.max(sentAt, this.#freeAt);
    if (begins - sentAt > queueMs) return undefined;
    this.#freeAt = begins + (bytes * 8) / rateKbps;
    const arrives = this.#freeAt + Math.max(0, delayMs + this.#jitter(this.#freeAt));
    this.#arrivedAt = this.#heldUntil(Math.max(this.#arrivedAt, arrives));
    return this.#arrivedAt;
  }

  #heldUntil(at: number): number {
    const { stalls } = this.#link;
    if (stalls === undefined) return at;
    while (this.#stall.to <= at) {
      const from = this.#stall.to + stalls.everyMs * this.#random.exponential();
      this.#stall = { from, to: from + stalls.ms * this.#random.between(0.5, 1.5) };
    }
    return at < this.#stall.from ? at : this.#stall.to;
  }

  #jitter(at: number): number {
    const { jitterMs, tauMs, uniform } = this.#link;
    if (jitterMs === 0) return 0;
    if (tauMs === 0)
      return jitterMs * (uniform ? Math.sqrt(3) * this.#random.between(-1, 1) : this.#random.normal());
    const kept = this.#wave.at === 0 ? 0 : Math.exp((this.#wave.at - at) / tauMs);
    this.#wave = { at, value: kept * this.#wave.value + Math.sqrt(1 - kept ** 2) * this.#random.normal() };
    return jitterMs * this.#wave.value;
  }
}
