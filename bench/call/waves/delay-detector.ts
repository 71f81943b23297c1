/**
 * Whether delay grows, as a WebRTC sender's congestion control sees it: libwebrtc's inter-arrival groups, trendline and adaptive threshold
 * (draft-ietf-rmcat-gcc, section 5; modules/congestion_controller/goog_cc).
 */
import { mean } from '../../../src/core/base/statistics.ts';

export type Usage = 'normal' | 'over' | 'under';

export interface Arrival {
  /** ms */
  readonly sentAt: number;
  readonly arrivedAt: number;
  readonly bytes: number;
  readonly video: boolean;
}

interface Group {
  readonly firstSent: number;
  lastSent: number;
  readonly firstArrived: number;
  lastArrived: number;
}

/** Groups; points of the trendline. */
const WINDOW = 20;
const SMOOTHING = 0.9;
const GAIN = 4;
const MOST_DELTAS = 60;
/** ms */
const GROUP_MS = 5;
const BURST_MS = 100;
const OVERUSE_MS = 10;
/** Of the modified trend, ms; and how fast it follows. */
const THRESHOLD = { first: 12.5, least: 6, most: 600, up: 0.0087, down: 0.039, ignoreAbove: 15 } as const;

export class DelayDetector {
  usage: Usage = 'normal';
  #group: Group | undefined;
  #before: Group | undefined;
  #deltas = 0;
  #delayMs = 0;
  #smoothedMs = 0;
  #points: { at: number; ms: number }[] = [];
  #trend = 0;
  #threshold: number = THRESHOLD.first;
  #adaptedAt: number | undefined;
  #overMs = -1;
  #overs = 0;

  take(packet: Arrival, now: number): void {
    const group = this.#group;
    if (group === undefined) this.#group = openGroup(packet);
    else if (packet.sentAt < group.firstSent) return;
    else if (belongs(packet, group)) {
      group.lastSent = Math.max(group.lastSent, packet.sentAt);
      group.lastArrived = packet.arrivedAt;
    } else {
      if (this.#before) this.#compare(this.#before, group, now);
      this.#before = group;
      this.#group = openGroup(packet);
    }
  }

  #compare(before: Group, group: Group, now: number): void {
    const sentMs = group.lastSent - before.lastSent;
    this.#delayMs += group.lastArrived - before.lastArrived - sentMs;
    this.#smoothedMs = SMOOTHING * this.#smoothedMs + (1 - SMOOTHING) * this.#delayMs;
    this.#deltas = Math.min(this.#deltas + 1, 1000);
    this.#points.push({ at: group.lastArrived, ms: this.#smoothedMs });
    if (this.#points.length > WINDOW) this.#points.shift();
    const trend = this.#points.length === WINDOW ? slope(this.#points) : this.#trend;
    this.#judge(Math.min(this.#deltas, MOST_DELTAS) * trend * GAIN, trend, sentMs);
    this.#adapt(Math.min(this.#deltas, MOST_DELTAS) * trend * GAIN, now);
    this.#trend = trend;
  }

  #judge(modified: number, trend: number, sentMs: number): void {
    if (modified > this.#threshold) {
      this.#overMs = this.#overMs < 0 ? sentMs / 2 : this.#overMs + sentMs;
      this.#overs++;
      if (this.#overMs > OVERUSE_MS && this.#overs > 1 && trend >= this.#trend) {
        this.#overMs = 0;
        this.#overs = 0;
        this.usage = 'over';
      }
      return;
    }
    this.#overMs = -1;
    this.#overs = 0;
    this.usage = modified < -this.#threshold ? 'under' : 'normal';
  }

  #adapt(modified: number, now: number): void {
    const passedMs = Math.min(100, now - (this.#adaptedAt ?? now));
    this.#adaptedAt = now;
    const off = Math.abs(modified) - this.#threshold;
    if (off > THRESHOLD.ignoreAbove) return;
    const next = this.#threshold + (off < 0 ? THRESHOLD.down : THRESHOLD.up) * off * passedMs;
    this.#threshold = Math.min(THRESHOLD.most, Math.max(THRESHOLD.least, next));
  }
}

function openGroup({ sentAt, arrivedAt }: Arrival): Group {
  return { firstSent: sentAt, lastSent: sentAt, firstArrived: arrivedAt, lastArrived: arrivedAt };
}

/** Sent within 5 ms, or come in one burst behind a delay that has just ended. */
function belongs({ sentAt, arrivedAt }: Arrival, group: Group): boolean {
  const apartMs = arrivedAt - group.lastArrived;
  const burst =
    apartMs <= GROUP_MS && apartMs < sentAt - group.lastSent && arrivedAt - group.firstArrived < BURST_MS;
  return burst || sentAt - group.firstSent <= GROUP_MS;
}

function slope(points: readonly { at: number; ms: number }[]): number {
  const meanAt = mean(points.map(({ at }) => at)) ?? 0;
  const meanMs = mean(points.map(({ ms }) => ms)) ?? 0;
  const above = points.reduce((sum, { at, ms }) => sum + (at - meanAt) * (ms - meanMs), 0);
  const below = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  return below === 0 ? 0 : above / below;
}
