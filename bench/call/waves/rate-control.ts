/** The rate that a WebRTC sender allows itself: libwebrtc's additive increase and multiplicative decrease (draft-ietf-rmcat-gcc, section 5.5). */
import type { Usage } from './delay-detector.ts';

const START_KBPS = 300;
const LEAST_KBPS = 5;
const DECREASE = 0.85;
/** 1/s, while no link's rate is known. */
const INCREASE = 0.08;
/** kbit/s a second, near the link's rate, at least. */
const LEAST_STEP_KBPS = 4;
const PACKET_BYTES = 1200;
const FRAMES_PER_SECOND = 30;
/** ms that answers take beside the round trip. */
const RESPONSE_MS = 100;

export class RateControl {
  kbps = START_KBPS;
  /** kbit/s before the latest decrease, and when that was (ms). */
  decreased: { readonly from: number; readonly at: number } | undefined;
  readonly #roundTripMs: number;
  #state: 'increase' | 'hold' | 'decrease' = 'increase';
  #changedAt = 0;
  #link: { kbps: number; variance: number } | undefined;

  constructor(roundTripMs: number) {
    this.#roundTripMs = roundTripMs;
  }

  /** A probe's answer. */
  set(kbps: number): void {
    this.kbps = kbps;
  }

  /** With each feedback. `throughputKbps`: what arrived in the last half second. */
  take(usage: Usage, throughputKbps: number | undefined, now: number): void {
    if (usage === 'over') this.#state = 'decrease';
    else if (usage === 'under') this.#state = 'hold';
    else if (this.#state === 'hold') {
      this.#changedAt = now;
      this.#state = 'increase';
    }
    if (this.#state === 'increase') this.#increase(throughputKbps, now);
    if (this.#state === 'decrease') this.#decrease(throughputKbps, now);
    this.kbps = Math.max(LEAST_KBPS, this.kbps);
  }

  #increase(throughputKbps: number | undefined, now: number): void {
    const passedS = (now - this.#changedAt) / 1000;
    this.#changedAt = now;
    if (throughputKbps !== undefined && throughputKbps > this.#bound(1)) this.#link = undefined;
    const most = throughputKbps === undefined ? Number.POSITIVE_INFINITY : 1.5 * throughputKbps + 10;
    const step =
      this.#link === undefined
        ? Math.max(1, this.kbps * ((1 + INCREASE) ** Math.min(1, passedS) - 1))
        : this.#stepKbpsPerS() * passedS;
    if (this.kbps < most) this.kbps = Math.min(this.kbps + step, most);
  }

  /** About a packet for each response time. */
  #stepKbpsPerS(): number {
    const frameBits = (this.kbps * 1000) / FRAMES_PER_SECOND;
    const packetBits = frameBits / Math.ceil(frameBits / (8 * PACKET_BYTES));
    return Math.max(LEAST_STEP_KBPS, packetBits / (this.#roundTripMs + RESPONSE_MS));
  }

  #decrease(throughputKbps: number | undefined, now: number): void {
    this.#state = 'hold';
    this.#changedAt = now;
    if (throughputKbps === undefined) return;
    const apartMs = Math.min(200, Math.max(10, this.#roundTripMs));
    if (now - (this.decreased?.at ?? Number.NEGATIVE_INFINITY) < apartMs && throughputKbps >= 0.5 * this.kbps)
      return;
    const beyond = DECREASE * throughputKbps > this.kbps && this.#link !== undefined;
    const next = DECREASE * (beyond ? (this.#link?.kbps ?? throughputKbps) : throughputKbps);
    if (next >= this.kbps) return;
    if (throughputKbps < this.#bound(-1)) this.#link = undefined;
    this.#learnLink(throughputKbps);
    this.decreased = { from: this.kbps, at: now };
    this.kbps = next;
  }

  #learnLink(kbps: number): void {
    const { kbps: known, variance } = this.#link ?? { kbps, variance: 0.4 };
    const mean = 0.95 * known + 0.05 * kbps;
    const spread = 0.95 * variance + (0.05 * (mean - kbps) ** 2) / Math.max(mean, 1);
    this.#link = { kbps: mean, variance: Math.min(2.5, Math.max(0.4, spread)) };
  }

  /** Three standard deviations from what the link was found to carry. */
  #bound(side: 1 | -1): number {
    if (this.#link === undefined) return side * Number.POSITIVE_INFINITY;
    return this.#link.kbps + side * 3 * Math.sqrt(this.#link.variance * this.#link.kbps);
  }
}
