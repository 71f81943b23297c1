/**
 * Keeps a small queue standing at the bottleneck for a while: enough that it is never idle, little enough that a call
 * beside it would not notice.
 */

import { median } from '../../core/base/statistics.ts';
import { burstConditions, isUnsteady } from '../estimate/capacity/burst-conditions.ts';
import { type CapacityEstimate, estimateCapacity } from '../estimate/capacity/capacity-estimate.ts';
import { kneeOf, type TokenBucketKnee } from '../estimate/capacity/token-bucket-knee.ts';
import { overloadsSoFar } from '../estimate/loss/overload-loss.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import { isStalled } from '../link/event-loop-stalls.ts';
import { loopRoundTripMs, type PacketRecord, returned } from '../link/packet-log.ts';
import { sendBaseDelayProbes } from './base-delay-probes.ts';
import {
  type BurstOutcome,
  type BurstRequest,
  MOST_SERIALISATION_MS,
  OVER_CAP,
  payloadFor,
} from './burst-request.ts';
import {
  FOLLOW,
  LATEST,
  QUEUE,
  STEP_UP,
  TICK_MS,
  TOO_COARSE,
  UNCERTAIN,
  UNSTEADY_START,
  VARYING_BYTES,
} from './burst-tuning.ts';
import { burstWindowMs, longestWindowMs, policedWindowMs, WINDOW } from './burst-window.ts';
import { deliveryRateKbps } from './delivery-rate.ts';
import { InitialWindow } from './initial-window.ts';
import { QueueModel } from './queue-model.ts';
import { drainTokenBucket } from './token-bucket-drain.ts';

export async function sendBurst(
  link: DatagramLink,
  request: BurstRequest,
  signal: AbortSignal,
): Promise<BurstOutcome> {
  link.expectBurst?.(request.expectedKbps);
  const payload = payloadFor(request, link.maxPayloadBytes);
  const before = conditionsOf(link, request);
  const unsteady = isUnsteady(before.delayVariationMs, request.expectedKbps);
  if (unsteady) await sendBaseDelayProbes(link, request, signal);
  const fastest = request.capKbps * OVER_CAP;
  await drainTokenBucket(link, request, signal);
  const ready = (Math.min(fastest, request.expectedKbps) * 80) / ((payload + request.overheadBytes) * 8);
  await link.prepare(Math.ceil(ready) + 4, signal);
  const doubt = request.timedMs === undefined ? 1 : before.delayVariationMs / request.timedMs;
  const startKbps = request.expectedKbps * (unsteady ? Math.max(UNSTEADY_START, 1 - doubt) : 1);
  const burst = new Burst(link, { ...request, expectedKbps: startKbps }, payload, unsteady);
  while (burst.goesOn()) {
    burst.send();
    await link.sleep(TICK_MS, signal);
  }
  return burst.outcome;
}

/** What the idle path has shown by now. */
function conditionsOf({ log }: DatagramLink, { group, overheadBytes, roundTripMs }: BurstRequest) {
  return burstConditions({ log, overheadBytes }, group, roundTripMs);
}

class Burst {
  readonly #link: DatagramLink;
  readonly #request: BurstRequest;
  readonly #payload: number;
  readonly #unsteady: boolean;
  readonly #wireBits: number;
  readonly #fastest: number;
  readonly #firstSeq: number;
  readonly #start: number;
  readonly #model: QueueModel;
  readonly #initialWindow: InitialWindow;
  readonly #packets: PacketRecord[] = [];
  readonly #latestQueues: number[] = [];
  readonly #latestSent: number[] = [];
  readonly #targetMs: number;
  readonly #delayVariationMs: number;
  #baseMs: number | undefined;
  #seen: number;
  #credit: number;
  #lastSent: number;
  #steppedAt: number;
  #busySince: number | undefined;
  #heldSince: number | undefined;
  #roundTripMs: number;
  #nextEstimate = 12;
  #backCount = 0;
  #overloaded = false;
  #varies = false;
  #knee: TokenBucketKnee | undefined;
  #estimate: CapacityEstimate | undefined;

  constructor(link: DatagramLink, request: BurstRequest, payload: number, unsteady: boolean) {
    this.#unsteady = unsteady;
    this.#link = link;
    this.#request = request;
    this.#payload = payload;
    this.#wireBits = (payload + request.overheadBytes) * 8;
    this.#fastest = request.capKbps * OVER_CAP;
    this.#firstSeq = link.log.sent.length;
    this.#seen = link.log.arrivals.length;
    this.#start = link.now();
    this.#lastSent = this.#start;
    this.#steppedAt = this.#start;
    this.#credit = this.#wireBits * 4;
    this.#roundTripMs = request.roundTripMs;
    this.#model = new QueueModel(request.expectedKbps, this.#start);
    this.#initialWindow = new InitialWindow(request.expectedKbps, request.proven === true);
    const { delayVariationMs } = conditionsOf(link, request);
    this.#delayVariationMs = delayVariationMs;
    const coarseMs = (QUEUE.datagrams * this.#wireBits) / request.expectedKbps;
    this.#targetMs = Math.min(QUEUE.most, Math.max(coarseMs, QUEUE.least + delayVariationMs / 3));
  }

  get outcome(): BurstOutcome {
    const [overloaded, knee, varies] = [this.#overloaded, this.#knee, this.#varies];
    // The cap, and not what was lost, held the burst back to its end, and for long enough to show at the other end.
    const heldMs = this.#lastSent - (this.#heldSince ?? this.#lastSent);
    return { capped: heldMs >= WINDOW.fast / 2 && !overloaded, overloaded, knee, varies };
  }

  goesOn(): boolean {
    const now = this.#link.now();
    this.#takeArrivals();
    this.#findKnee();
    if (this.#knee !== undefined) return false;
    this.#correctRate(now);
    this.#overloaded = this.#overloadsSoFar(now);
    if (this.#overloaded) return false;
    const windowMs = this.#windowMs();
    if (this.#initialWindow.waits) return now - this.#start < WINDOW.most + 2 * this.#roundTripMs;
    if (this.#heldSince !== undefined && now - this.#heldSince >= WINDOW.fast) return false;
    const since = this.#busySince ?? this.#steppedAt;
    if (now - since < windowMs) return now - this.#start < WINDOW.most + 2 * this.#roundTripMs;
    return now - since < this.#longestLookMs();
  }

  /** ms that are spent while the estimate is still uncertain; 0 when it is not. */
  #longestLookMs(): number {
    const { saturated = false, uncertainty = 0, linkKbps } = this.#estimate ?? {};
    // Uncertainty that cross traffic, delay variation or our own stalls explain is none of the link's rate.
    const plain = linkKbps === undefined && !this.#unsteady && !this.#packets.some(({ stalled }) => stalled);
    this.#varies ||= saturated && plain && uncertainty > UNCERTAIN.varying;
    if (this.#varies && (this.#packets.length * this.#wireBits) / 8 < VARYING_BYTES) return WINDOW.varying;
    return uncertainty > UNCERTAIN.unsteady ? longestWindowMs(this.#unsteady) : 0;
  }

  #overloadsSoFar(now: number): boolean {
    const seen = {
      packets: this.#packets,
      roundTripMs: this.#roundTripMs,
      delayVariationMs: this.#delayVariationMs,
    };
    return overloadsSoFar({ ...seen, now }, this.#request.policed === true ? 'policed' : 'plain');
  }

  /** Looked for until there is an estimate, which on a slow link takes a while. */
  #findKnee(): void {
    if (this.#estimate?.saturated === true || this.#request.proven === true) return;
    const knee = kneeOf(this.#packets, this.#request.overheadBytes, this.#delayVariationMs);
    if (knee === undefined) return;
    if (this.#wireBits / knee.kbps > TOO_COARSE * MOST_SERIALISATION_MS) this.#knee = knee;
    else this.#model.kbps = Math.min(this.#model.kbps, knee.kbps);
  }

  /** As many datagrams as bring the queue to where it should be. */
  send(): void {
    const now = this.#link.now();
    const { group } = this.#request;
    this.#credit = Math.min(this.#credit + this.#fastest * (now - this.#lastSent), this.#wireBits * 40);
    this.#lastSent = now;
    while (this.#model.queueMs(now) < this.#targetMs) {
      if (this.#initialWindow.full) {
        this.#heldSince = undefined;
        this.#credit = Math.min(this.#credit, 4 * this.#wireBits);
        return;
      }
      if (this.#credit < this.#wireBits) {
        this.#heldSince ??= now;
        return;
      }
      const seq = this.#link.log.sent.length;
      if (!this.#link.send(this.#payload, 'burst', group)) return;
      const sentMs = this.#link.log.sent[seq]?.sentMs ?? now;
      this.#packets.push({ kind: 'burst', group, bytes: this.#payload, sentMs, seq, receivedMs: undefined });
      this.#model.sent(seq, now, this.#wireBits / 8);
      this.#initialWindow.sent(this.#wireBits / 8);
      this.#credit -= this.#wireBits;
    }
    if (this.#model.queueMs(now) > 0.5 * this.#targetMs && this.#credit > 8 * this.#wireBits)
      this.#heldSince = undefined;
  }

  /** Known once the base-delay probes are back, which they are before the burst is. */
  get #base(): number {
    this.#baseMs ??= conditionsOf(this.#link, this.#request).baseMs;
    return this.#baseMs;
  }

  #takeArrivals(): void {
    const { arrivals } = this.#link.log;
    for (; this.#seen < arrivals.length; this.#seen += 1) {
      const arrival = arrivals[this.#seen];
      const packet = arrival === undefined ? undefined : this.#packets[arrival.seq - this.#firstSeq];
      if (arrival === undefined || packet === undefined) continue;
      const stalled = isStalled(packet.sentMs, arrival.receivedMs, this.#link.log.stalls ?? []);
      const back = { ...packet, receivedMs: arrival.receivedMs, stalled };
      this.#packets[arrival.seq - this.#firstSeq] = back;
      this.#backCount += 1;
      if (this.#initialWindow.back(this.#wireBits / 8)) this.#beginWindow(this.#link.now());
      // A stalled datagram's round trip tells how long this browser stood still, and not how long the queue is.
      if (stalled) continue;
      this.#roundTripMs = loopRoundTripMs(back);
      const queueMs = loopRoundTripMs(back) - this.#base - this.#wireBits / this.#model.kbps;
      if (this.#request.policed !== true) this.#model.returned(back.seq, queueMs);
      this.#latestQueues.push(queueMs);
      this.#latestSent.push(back.sentMs);
      if (this.#latestQueues.length > this.#latest()) {
        this.#latestQueues.shift();
        this.#latestSent.shift();
      }
      if (this.#busySince === undefined && (median(this.#latestQueues) ?? 0) > 0.4 * this.#targetMs) {
        // The median lies over the mark: at least the later half of these datagrams has met the queue.
        this.#busySince = Math.max(this.#steppedAt, median(this.#latestSent) ?? back.sentMs);
      }
    }
  }

  #latest(): number {
    return this.#unsteady ? LATEST.unsteady : LATEST.steady;
  }

  #correctRate(now: number): void {
    if (this.#backCount < this.#nextEstimate || this.#request.policed === true) return;
    this.#nextEstimate = this.#backCount + 6;
    if (this.#unsteady) this.#followArrivals(now);
    else this.#followEstimate(now);
  }

  #followEstimate(now: number): void {
    const { overheadBytes } = this.#request;
    const conditions = { overheadBytes, baseMs: this.#base, delayVariationMs: this.#delayVariationMs };
    const lastBack = this.#packets.findLastIndex((packet) => packet.receivedMs !== undefined);
    const latest = this.#packets.slice(Math.max(0, lastBack - 160), lastBack + 1);
    this.#estimate = estimateCapacity(latest, conditions, this.#request.host);
    if (this.#estimate?.saturated === true) {
      const { kbps, uncertainty } = this.#estimate;
      // The estimate may still hold a time when cross traffic took its share: at that rate the queue would run dry now.
      const recent = uncertainty > UNCERTAIN.recent ? deliveryRateKbps(latest, overheadBytes) : 0;
      this.#model.kbps = Math.min(Math.max(kbps, recent), 1.5 * this.#fastest);
      return;
    }
    const queueMs = median(this.#latestQueues) ?? 0;
    const waitedMs = now - this.#steppedAt;
    if (queueMs > 0.3 * this.#targetMs || waitedMs < this.#roundTripMs + 20) return;
    this.#stepTo(STEP_UP * Math.max(this.#model.kbps, this.#estimate?.arrivalKbps ?? 0), now);
  }

  /**
   * Where delays vary, a queue and mere jitter look alike for a while. So a little more is always sent than arrives: below
   * the capacity that rate grows by itself, above it the queue holds it back.
   */
  #followArrivals(now: number): void {
    const back = returned(this.#packets);
    const first = Math.min(...back.map((packet) => packet.receivedMs));
    const from = Math.max(first, now - Math.max(120, 3 * this.#delayVariationMs));
    if (now - from < 50) return;
    const bits = back.filter((packet) => packet.receivedMs > from).length * this.#wireBits;
    const quiet = (median(this.#latestQueues) ?? 0) < 0.5 * this.#targetMs;
    const kbps = (bits / (now - from)) * (quiet ? FOLLOW.quiet : FOLLOW.queued);
    if (quiet && kbps > 1.05 * this.#model.kbps) this.#stepTo(kbps, now);
    else this.#model.kbps = Math.max(0.7 * this.#model.kbps, Math.min(kbps, 1.5 * this.#fastest));
  }

  #beginWindow(now: number): void {
    this.#steppedAt = now;
    this.#busySince = undefined;
  }

  #stepTo(kbps: number, now: number): void {
    this.#beginWindow(now);
    this.#model.kbps = Math.min(1.5 * this.#fastest, kbps);
  }

  #windowMs(): number {
    const { policed, expectedKbps } = this.#request;
    if (policed === true) return policedWindowMs(this.#wireBits, expectedKbps);
    const { saturated = false, uncertainty = 1 } = this.#estimate ?? {};
    const sure = saturated && uncertainty < UNCERTAIN.none;
    return burstWindowMs(this.#model.kbps, sure, this.#unsteady ? this.#delayVariationMs : 0);
  }
}
