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
}

export class VaryingWay {
  readonly #link: VaryingDelay;
  readonly #random: Random;
  #freeAt = 0;
  #arrivedAt = 0;
  #wave = { at: 0, value: 0 };

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
    this.#arrivedAt = Math.max(
      this.#arrivedAt,
      this.#freeAt + Math.max(0, delayMs + this.#jitter(this.#freeAt)),
    );
    return this.#arrivedAt;
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
