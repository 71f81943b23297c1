/**
 * How much is queued at the bottleneck right now. What returns tells of the queue one round trip ago; what was sent since
 * and the link's rate tell the rest (a Smith predictor: https://en.wikipedia.org/wiki/Smith_predictor). Pure.
 */

/** Share of each error of the model that is corrected at once (bench). */
const GAIN = 0.2;

export class QueueModel {
  #kbps: number;
  #queueMs = 0;
  #at: number;
  /** ms, sum of all corrections, by which those made since a datagram was sent are known when it returns. */
  #corrected = 0;
  readonly #predicted = new Map<number, { queueMs: number; corrected: number }>();

  constructor(kbps: number, nowMs: number) {
    this.#kbps = kbps;
    this.#at = nowMs;
  }

  get kbps(): number {
    return this.#kbps;
  }

  set kbps(kbps: number) {
    this.#kbps = kbps;
  }

  /** ms until a datagram sent now would leave the bottleneck. */
  queueMs(nowMs: number): number {
    this.#queueMs = Math.max(0, this.#queueMs - (nowMs - this.#at));
    this.#at = nowMs;
    return this.#queueMs;
  }

  sent(seq: number, nowMs: number, wireBytes: number): void {
    const queueMs = this.queueMs(nowMs);
    this.#predicted.set(seq, { queueMs, corrected: this.#corrected });
    this.#queueMs = queueMs + (wireBytes * 8) / this.#kbps;
  }

  /** `queueMs` is what this datagram met beyond an empty path. */
  returned(seq: number, queueMs: number): void {
    const predicted = this.#predicted.get(seq);
    if (predicted === undefined) return;
    this.#predicted.delete(seq);
    const expected = predicted.queueMs + this.#corrected - predicted.corrected;
    const correction = GAIN * (Math.max(0, queueMs) - expected);
    this.#corrected += correction;
    this.#queueMs = Math.max(0, this.#queueMs + correction);
  }
}
