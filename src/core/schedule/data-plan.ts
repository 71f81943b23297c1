/**
 * What the daily data budget pays, reckoned ahead, so that what is made is spread evenly over the day: how often a run
 * is made, how many servers it measures, and how often the bandwidth of each is measured.
 *
 * 1. Where all of it can be paid, every run measures every server, and the bandwidth of each is measured every hour.
 * 2. Where it cannot, the best server is measured by every run and the others in turn, with up to half of what is planned;
 *    the bandwidth is measured less often, each server in its turn, and gets at least a third.
 * 3. Where not even one server can be measured at every interval, some runs test connectivity only; where that costs
 *    nearly as much, runs are made less often, so that more of them measure: up to four intervals apart, and more only where not
 *    even connectivity can be paid as often.
 */
import { DAY_MS, HOUR_MS } from '../base/durations.ts';
import type { RunKind } from '../report/run-report.ts';

/** ms; a bandwidth younger than this is not measured again by the schedule. */
export const FRESH_BANDWIDTH_MS = HOUR_MS;
/** Share of the budget that is planned; the rest is for what nobody can plan: a new network, a second look. */
const PLANNED_SHARE = 0.85;
/** Share of what is planned that measuring quality may use while the bandwidth is not fresh. */
const MOST_QUALITY_SHARE = 2 / 3;
/** The same, of measuring more servers than the best one. */
const MOST_OTHERS_SHARE = 1 / 2;
/** Share of the quality's part up to which runs of connectivity only are worth it; beyond it, fewer runs are made. */
const MOST_CONNECTIVITY_SHARE = 2 / 3;
/** Intervals from one run to the next that an outage may stay unseen, so that each run can measure. */
const MOST_STRETCH = 4;
/** Bytes both ways; no full test of one server costs more (bench/RESULTS-fixed.md: 1.6 MB at the cap of 10 Mbit/s, 2.7 MB beside an upload). */
export const DEAREST_FULL_BYTES = 3_000_000;

export type CostByKind = Readonly<Record<RunKind, number>>;

export interface DataPlan {
  /** ms from one full test of a server to its next; infinite where the budget pays none. */
  readonly bandwidthEveryMs: number;
  /** Servers that a run measures beside the best one, on average: 0 to all the others, which take turns. */
  readonly othersMeasured: number;
  /** ms from one run that measures to the next. */
  readonly qualityEveryMs: number;
  /** ms from one run to the next, the interval or more. */
  readonly runEveryMs: number;
  /** Bytes a day of all that but the full tests. */
  readonly qualityBytesADay: number;
}

export function dataPlan(input: {
  readonly servers: number;
  readonly intervalMs: number;
  readonly budgetBytes: number;
  /** Bytes of the last 24 h that no plan foresaw: a person's runs, second looks, new networks. */
  readonly unplannedBytes?: number;
  /** Expected bytes for one server. */
  readonly cost: CostByKind;
}): DataPlan {
  const { intervalMs, budgetBytes, cost } = input;
  const servers = Math.max(1, input.servers);
  const runsADay = DAY_MS / intervalMs;
  const planned = plannedBytes(budgetBytes, input.unplannedBytes ?? 0, cost.full);
  const extraOfFull = Math.max(1, cost.full - cost.light);
  // One server's full test a run: many servers take as many runs.
  const freshestMs = Math.max(FRESH_BANDWIDTH_MS, servers * intervalMs);
  const wanted = planned.paysFull ? (servers * extraOfFull * DAY_MS) / freshestMs : 0;
  const connectivity = runsADay * servers * cost.connectivity;
  const oneMeasured = runsADay * Math.max(1, cost.light - cost.connectivity);

  const beside = planned.bytes - wanted;
  const forQuality = Math.max(beside, MOST_OTHERS_SHARE * planned.bytes) - connectivity;
  const othersMeasured = Math.min(servers - 1, Math.max(0, forQuality / oneMeasured - 1));
  const quality = connectivity + oneMeasured * (1 + othersMeasured);
  const least = wanted === 0 ? 0 : (1 - MOST_QUALITY_SHARE) * planned.bytes;
  const bandwidth = Math.min(wanted, Math.max(least, planned.bytes - quality));
  const rest = planned.bytes - bandwidth;
  return {
    bandwidthEveryMs: bandwidth > 0 ? (servers * extraOfFull * DAY_MS) / bandwidth : Number.POSITIVE_INFINITY,
    othersMeasured,
    qualityBytesADay: Math.min(quality, rest),
    ...pace({ quality, connectivity, rest, intervalMs }),
  };
}

/** Bytes a day of every run measuring, of none measuring, and what is there for it. */
function pace(input: {
  readonly quality: number;
  readonly connectivity: number;
  readonly rest: number;
  readonly intervalMs: number;
}): Pick<DataPlan, 'qualityEveryMs' | 'runEveryMs'> {
  const { quality, connectivity, rest, intervalMs } = input;
  // To a byte: `rest` is a difference.
  if (quality <= rest + 1) return { qualityEveryMs: intervalMs, runEveryMs: intervalMs };
  if (rest <= 0) return { qualityEveryMs: Number.POSITIVE_INFINITY, runEveryMs: Number.POSITIVE_INFINITY };
  const worthIt = MOST_CONNECTIVITY_SHARE * rest;
  const most = connectivity <= worthIt ? 1 : connectivity <= MOST_STRETCH * worthIt ? MOST_STRETCH : Infinity;
  const stretch = Math.min(quality / rest, most);
  const runEveryMs = intervalMs * stretch;
  const measuringShare = (rest * stretch - connectivity) / (quality - connectivity);
  return { qualityEveryMs: runEveryMs / measuringShare, runEveryMs };
}

/**
 * What a day's plan may use, so that at its time even the dearest full test still fits into the 24 hours: all that is
 * planned but that test stands in them by then.
 */
function plannedBytes(
  budgetBytes: number,
  unplannedBytes: number,
  fullBytes: number,
): { readonly bytes: number; readonly paysFull: boolean } {
  const budget = Math.max(0, budgetBytes - Math.max((1 - PLANNED_SHARE) * budgetBytes, unplannedBytes));
  if (budgetBytes < DEAREST_FULL_BYTES) return { bytes: budget, paysFull: false };
  const beside = Math.min(budget, budgetBytes - Math.max(0, DEAREST_FULL_BYTES - fullBytes));
  const several = (1 - MOST_QUALITY_SHARE) * beside >= fullBytes;
  const bytes = several ? beside : Math.min(beside, (budgetBytes - DEAREST_FULL_BYTES) / MOST_QUALITY_SHARE);
  return { bytes, paysFull: bytes > 0 };
}
