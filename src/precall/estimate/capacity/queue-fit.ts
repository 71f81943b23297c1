/**
 * The rate of a link whose delays vary, from one burst: the rate of the queue that explains its round trips best. When each datagram
 * was sent is known, so that a rate tells how long each would have waited (Lindley's recursion): also while the burst was
 * still too slow and the link idle in between, which arrivals alone would count as slowness. Pure.
 */
import { median } from '../../../core/base/statistics.ts';
import type { PacketRecord } from '../../link/packet-log.ts';

export interface QueueFit {
  readonly kbps: number;
  /** Half width of the 95 % interval relative to `kbps`. */
  readonly spread: number;
}

export interface QueueFitFacts {
  readonly wireBits: (packet: PacketRecord) => number;
  /** Share of its time on the wire that a lost datagram took. */
  readonly lostShare: number;
  /** kbit/s that arrived: the link carries no less, and looks slower by delay variation only. */
  readonly arrivalKbps: number;
}

/** Factors on the rate of arrival between which the rate is looked for. */
const RANGE = { from: 0.7, to: 3 } as const;
/** Factors from one rate that is tried to the next, the later around the best one so far. */
const STEPS = [1.03, 1.003] as const;
/** 97.5 % quantile of the normal distribution, squared: how much worse a rate inside the interval may explain. */
const Z_SQUARED = 1.96 ** 2;
/** Correlation of residuals below which they no longer tell the same. */
const UNCORRELATED = 0.05;

/** Undefined where a link without any queue explains the round trips as well. */
export function fitQueue(burst: readonly PacketRecord[], facts: QueueFitFacts): QueueFit | undefined {
  const from = RANGE.from * facts.arrivalKbps;
  const to = RANGE.to * facts.arrivalKbps;
  const [wide, narrow] = STEPS;
  const tried = between(from, to, wide).map((kbps) => explain(burst, kbps, facts));
  const rough = bestOf(tried);
  if (rough === undefined) return undefined;
  const fine = between(rough.kbps / wide, rough.kbps * wide, narrow).map((kbps) =>
    explain(burst, kbps, facts),
  );
  const best = bestOf(fine) ?? rough;
  const { kbps } = best;
  const mostSquares = best.squares * (1 + allowance(independentCount(best.residuals)));
  const inside = [...tried, ...fine].filter(({ squares }) => squares <= mostSquares).map((each) => each.kbps);
  const [low, high] = [Math.min(...inside), Math.max(...inside)];
  const isOpen = high * wide > to;
  return isOpen ? undefined : { kbps, spread: Math.max(narrow - 1, high / kbps - 1, 1 - low / kbps) };
}

interface Explanation {
  readonly kbps: number;
  /** ms, by arrival order of sending, beyond the middle one. */
  readonly residuals: readonly number[];
  readonly absolute: number;
  readonly squares: number;
}

/** What the round trips would have to do with anything but the queue of a link of this rate. */
function explain(burst: readonly PacketRecord[], kbps: number, facts: QueueFitFacts): Explanation {
  const beyond: number[] = [];
  let freeAt = Number.NEGATIVE_INFINITY;
  for (const packet of burst) {
    const lost = packet.receivedMs === undefined;
    const ms = (facts.wireBits(packet) / kbps) * (lost ? facts.lostShare : 1);
    freeAt = Math.max(freeAt, packet.sentMs) + ms;
    if (packet.receivedMs !== undefined && packet.stalled !== true) beyond.push(packet.receivedMs - freeAt);
  }
  const middle = median(beyond) ?? 0;
  const residuals = beyond.map((ms) => ms - middle);
  const absolute = residuals.reduce((sum, ms) => sum + Math.abs(ms), 0);
  const squares = residuals.reduce((sum, ms) => sum + ms ** 2, 0);
  return { kbps, residuals, absolute, squares };
}

/** By the distances and not by their squares: a few datagrams that came late tell nothing of the rate. */
function bestOf(tried: readonly Explanation[]): Explanation | undefined {
  return tried.reduce<Explanation | undefined>(
    (best, each) => (best === undefined || each.absolute < best.absolute ? each : best),
    undefined,
  );
}

function between(from: number, to: number, factor: number): number[] {
  const count = Math.floor(Math.log(to / from) / Math.log(factor));
  return Array.from({ length: count + 1 }, (_, i) => from * factor ** i);
}

/**
 * By how much larger the sum of squares may be within 95 %, relative to the least (a likelihood ratio). With few independent
 * residuals their own spread is hardly known: Student's t in place of the normal distribution.
 */
function allowance(count: number): number {
  const free = Math.max(1, count - 2);
  return (Z_SQUARED * (1 + 4 / free)) / free;
}

/** Delays are alike for a while: the number of residuals divided by the sum of their correlations. */
function independentCount(residuals: readonly number[]): number {
  const variance = correlated(residuals, 0);
  let sum = 1;
  for (let lag = 1; 2 * lag < residuals.length; lag += 1) {
    const correlation = correlated(residuals, lag) / variance;
    if (!(correlation > UNCORRELATED)) break;
    sum += 2 * correlation;
  }
  return residuals.length / sum;
}

function correlated(residuals: readonly number[], lag: number): number {
  let sum = 0;
  for (let i = lag; i < residuals.length; i += 1) sum += (residuals[i] ?? 0) * (residuals[i - lag] ?? 0);
  return sum / (residuals.length - lag);
}
