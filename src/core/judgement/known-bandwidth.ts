/**
 * The bandwidth of one server on one network from one full run to the next: which reading counts, and for how long.
 *
 * A reading belongs to the URL that it was measured over. One that is beyond an edge of the tier that counts by no more
 * than the measurement can tell is no news: a line sold as 2.5 Mbit/s reads 2496 and 2503.
 *
 * One that lies in another tier is in doubt at first: a better one counts at once when its whole interval lies in its
 * tier, a worse one only when the next reading stays below as well, for a single one may be a moment's (a backup, a
 * download). A lower bound below what counts says nothing against it. Nothing older than a day counts.
 */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { DAY_MS } from '../base/durations.ts';
import { elapsed } from '../base/elapsed.ts';
import { kilobits, text, time } from '../report/bounds.ts';
import { bandwidthWays } from '../report/path-metrics.ts';
import { TIERS, tierOf } from './limits.ts';

/** ms; a bandwidth older than this is not known any more. */
const BANDWIDTH_KEPT_MS = DAY_MS;
/** Relative half width of a reading's interval where the run told none: the 95th percentile of the bench's errors is 3 %, its bound 6 %. */
const USUAL_UNCERTAINTY = 0.06;
/** Share of a reading by which two readings of a steady line differ at most (the bench's median error is half of it). */
const EDGE = 0.006;
/** Times by which two readings of one line differ at most, where it is to have kept its narrower way. */
const SAME_LINE = 1.15;

/** The newest bandwidth of one server on one network. */
export const knownThroughputSchema = v.object({
  at: time,
  /** Goodput. */
  throughputKbps: kilobits,
  ...bandwidthWays,
  atLeast: v.boolean(),
  /** The URL that it was measured over; absent in what an older version stored. */
  url: v.exactOptional(text),
});
export type KnownThroughput = DeepReadonly<v.InferOutput<typeof knownThroughputSchema>>;

export interface BandwidthReading extends KnownThroughput {
  /** Relative half width of its 95 % interval. */
  readonly uncertainty?: number;
}

export interface KnownBandwidth {
  /** The reading that counts. */
  readonly counts?: KnownThroughput;
  /** A reading of another tier that has yet to be confirmed. */
  readonly doubted?: KnownThroughput;
}

/** What is still known at `now` of that URL. */
export function stillKnown(known: KnownBandwidth, url: string | undefined, now: number): KnownBandwidth {
  const holds = (reading: KnownThroughput | undefined) =>
    reading !== undefined &&
    elapsed(reading.at, now) < BANDWIDTH_KEPT_MS &&
    (reading.url === undefined || url === undefined || reading.url === url);
  return {
    ...(known.counts && holds(known.counts) && { counts: known.counts }),
    ...(known.doubted && holds(known.doubted) && { doubted: known.doubted }),
  };
}

/** What is known after a new reading. */
export function followBandwidth(before: KnownBandwidth, reading: BandwidthReading): KnownBandwidth {
  const { uncertainty = USUAL_UNCERTAINTY, ...own } = reading;
  const known = stillKnown(before, reading.url, reading.at);
  const measured = withKnownWays(own, known.counts);
  const rank = rankOf(measured.throughputKbps);
  if (known.counts === undefined) {
    // Alone it counts for its own run; that a line carries no call at all is remembered only when it is seen again.
    const isAlone = rank === 0 && (known.doubted === undefined || rankOf(known.doubted.throughputKbps) > 0);
    return isAlone ? { doubted: measured } : { counts: measured };
  }
  const usual = rankOf(known.counts.throughputKbps);
  if (rank === usual) return { counts: measured };
  if (rank < usual && measured.atLeast) return known;
  const side = Math.sign(rank - usual);
  const isOnEdge = rankOf(measured.throughputKbps * (1 - side * EDGE)) === usual;
  if (isOnEdge) return { counts: { ...known.counts, at: measured.at } };
  const stays =
    known.doubted !== undefined && Math.sign(rankOf(known.doubted.throughputKbps) - usual) === side;
  const isCertain = side > 0 && rankOf(measured.throughputKbps * (1 - uncertainty)) === rank;
  return stays || isCertain ? { counts: measured } : { counts: known.counts, doubted: measured };
}

/** Most runs do not look for the narrower way: what an earlier one found holds as long as the line's bandwidth is the same. */
function withKnownWays(reading: KnownThroughput, known: KnownThroughput | undefined): KnownThroughput {
  if (reading.narrower !== undefined || known?.narrower === undefined) return reading;
  const ratio = reading.throughputKbps / known.throughputKbps;
  if (Math.max(ratio, 1 / ratio) > SAME_LINE) return reading;
  const { narrower, upKbps } = known;
  if (narrower === 'up') return { ...reading, narrower, upKbps: reading.throughputKbps };
  return { ...reading, narrower, downKbps: reading.throughputKbps, ...(upKbps !== undefined && { upKbps }) };
}

/** Whether the newest reading is worse than what counts, and so to be made again before anything is told. */
export function isInDoubt({ counts, doubted }: KnownBandwidth): boolean {
  if (doubted === undefined) return false;
  return counts === undefined || rankOf(doubted.throughputKbps) < rankOf(counts.throughputKbps);
}

function rankOf(throughputKbps: number): number {
  return TIERS.indexOf(tierOf(throughputKbps));
}
