/**
 * What a path carries, from one burst that kept its bottleneck busy: while a queue stands there, datagrams leave it at
 * the rate of the link, whatever the rate they were sent at. Pure.
 */
import { type Crossing, type Returned, returned, transitMs } from './packet-log.ts';
import { mean, median, runningMedian } from './quantile.ts';

export interface BurstConditions {
  /** Bytes around each payload at IP level. */
  readonly overheadBytes: number;
  /** ms, the least transit of a small datagram at rest. */
  readonly restMs: number;
  /** ms, how far transits scatter at rest (95th percentile of the deviation). */
  readonly scatterMs: number;
}

export interface CapacityEstimate {
  /** kbit/s at IP level; the rate of arrival while the bottleneck was busy, losses behind it added. */
  readonly kbps: number;
  /** kbit/s at IP level over all arrivals, busy or not. */
  readonly arrivalKbps: number;
  /** False when no queue stood: the path carries at least this. */
  readonly saturated: boolean;
  /** ms of arrivals during which the bottleneck was busy. */
  readonly busyMs: number;
  /** Half width of the 95 % interval relative to `kbps`. */
  readonly uncertainty: number;
  /** ms, the highest queue the burst raised. */
  readonly queueMs: number;
}

/** Less than this many datagrams say nothing. */
const LEAST = 6;
/** ms; a train within less says only that the link is fast (Firefox's clock ticks in whole milliseconds). */
const TICK_MS = 0.5;
/** Share of losses behind the bottleneck when the gaps do not tell, and how sure that is. */
const LOST_BEHIND = { share: 0.7, deviation: 0.25 } as const;
const SMOOTHING = 5;
const BLOCKS = 4;

export function estimateCapacity(
  burst: readonly Crossing[],
  conditions: BurstConditions,
): CapacityEstimate | undefined {
  const back = returned(burst).sort((a, b) => a.receivedMs - b.receivedMs);
  if (back.length < LEAST) return undefined;
  const wireBits = (c: Crossing) => (c.bytes + conditions.overheadBytes) * 8;
  const whole = slopeMsPerBit(back, arrivedBits(back, wireBits));
  if (whole === undefined) return undefined;
  const arrivalKbps = 1 / whole;
  const serialisationMs = mean(back.map(wireBits)) ?? 0;
  const queue = queueAbove(back, conditions.restMs, serialisationMs * whole);
  const threshold = Math.max(5, 1.2 * serialisationMs * whole, conditions.scatterMs);
  const runs = busyRuns(back, queue, threshold);
  const busyMs = runs.reduce((sum, run) => sum + spanMs(run), 0);
  const queueMs = Math.max(...queue);
  if (busyMs < 40) {
    return { kbps: arrivalKbps, arrivalKbps, saturated: false, busyMs, uncertainty: 1, queueMs };
  }
  const behind = lossBehind(runs, burst);
  let bits = 0;
  let ms = 0;
  const blocks: number[] = [];
  for (const run of runs) {
    const y = arrivedBits(run, wireBits, burst, behind.share);
    const slope = slopeMsPerBit(run, y);
    const work = (y.at(-1) ?? 0) - (y[0] ?? 0);
    if (slope === undefined) continue;
    bits += work;
    ms += work * slope;
    blocks.push(...blockRates(run, y));
  }
  const kbps = bits / ms;
  const spread = relativeSpread(blocks, kbps) + lostShare(runs, burst) * 1.96 * behind.deviation;
  return { kbps, arrivalKbps, saturated: true, busyMs, uncertainty: spread, queueMs };
}

/** Smoothed ms of queue each datagram met, above an empty path. */
function queueAbove(back: readonly Returned[], restMs: number, serialisationMs: number): number[] {
  const transits = back.map(transitMs);
  const least = Math.min(...transits);
  // When the burst itself never met an empty path (somebody else's queue), the rest of the run tells where empty is.
  const floor = least <= restMs + 4 * serialisationMs + 10 ? least : restMs + serialisationMs;
  return runningMedian(
    transits.map((transit) => transit - floor),
    SMOOTHING,
  );
}

/** Stretches of consecutive arrivals behind a standing queue. */
function busyRuns(back: readonly Returned[], queue: readonly number[], threshold: number): Returned[][] {
  const runs: Returned[][] = [];
  let run: Returned[] = [];
  back.forEach((packet, i) => {
    if ((queue[i] ?? 0) > threshold) run.push(packet);
    else {
      if (run.length >= LEAST) runs.push(run);
      run = [];
    }
  });
  if (run.length >= LEAST) runs.push(run);
  return runs;
}

/** Cumulated bits at each arrival; those of lost datagrams between count by `behind`. */
function arrivedBits(
  run: readonly Returned[],
  wireBits: (c: Crossing) => number,
  burst: readonly Crossing[] = [],
  behind = 0,
): number[] {
  const firstSeq = burst[0]?.seq ?? 0;
  let bits = 0;
  let highest = run[0]?.seq ?? 0;
  return run.map((packet, i) => {
    if (i > 0) bits += wireBits(packet);
    for (; highest < packet.seq; highest += 1) {
      const between = burst[highest - firstSeq];
      if (between !== undefined && between.receivedMs === undefined) bits += behind * wireBits(between);
    }
    return bits;
  });
}

/** Least squares of arrival time over bits: the noise is in the times. */
function slopeMsPerBit(run: readonly Returned[], bits: readonly number[]): number | undefined {
  const times = run.map((packet) => packet.receivedMs);
  const meanX = mean(bits) ?? 0;
  const meanY = mean(times) ?? 0;
  let xx = 0;
  let xy = 0;
  bits.forEach((x, i) => {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * ((times[i] ?? 0) - meanY);
  });
  return xx > 0 && xy > 0 ? xy / xx : undefined;
}

/**
 * Where datagrams were lost: before the bottleneck the others close ranks and leave no gap, behind it each leaves a gap of
 * its own length. Single gaps are noisy, so the share is weighed against what to expect.
 */
function lossBehind(
  runs: readonly (readonly Returned[])[],
  burst: readonly Crossing[],
): { share: number; deviation: number } {
  const firstSeq = burst[0]?.seq ?? 0;
  const plain: number[] = [];
  const gaps: { ms: number; lost: number }[] = [];
  for (const run of runs) {
    const inOrder = [...run].sort((a, b) => a.seq - b.seq);
    inOrder.slice(1).forEach((packet, i) => {
      const before = inOrder[i];
      if (before === undefined) return;
      let lost = 0;
      for (let seq = before.seq + 1; seq < packet.seq; seq += 1) {
        if (burst[seq - firstSeq]?.receivedMs === undefined) lost += 1;
      }
      const ms = packet.receivedMs - before.receivedMs;
      if (lost === 0 && packet.seq === before.seq + 1) plain.push(ms);
      else if (lost > 0) gaps.push({ ms, lost });
    });
  }
  const step = mean(plain);
  if (step === undefined || step <= 0 || gaps.length === 0) return LOST_BEHIND;
  const lost = gaps.reduce((sum, gap) => sum + gap.lost, 0);
  const seen = gaps.reduce((sum, gap) => sum + gap.ms - step, 0) / (lost * step);
  const scatter = Math.sqrt(mean(plain.map((ms) => (ms - step) ** 2)) ?? 0);
  const seenVariance = ((scatter / step) ** 2 * gaps.length) / lost ** 2 + 0.05 / gaps.length;
  const priorVariance = LOST_BEHIND.deviation ** 2;
  const weight = priorVariance / (priorVariance + seenVariance);
  return {
    share: Math.min(1, Math.max(0, weight * seen + (1 - weight) * LOST_BEHIND.share)),
    deviation: Math.sqrt((priorVariance * seenVariance) / (priorVariance + seenVariance)),
  };
}

function lostShare(runs: readonly (readonly Returned[])[], burst: readonly Crossing[]): number {
  const came = runs.reduce((sum, run) => sum + run.length, 0);
  const firstSeq = burst[0]?.seq ?? 0;
  const sent = runs.reduce((sum, run) => {
    const seqs = run.map((packet) => packet.seq - firstSeq);
    return sum + Math.max(...seqs) - Math.min(...seqs) + 1;
  }, 0);
  return Math.max(0, 1 - came / sent);
}

function blockRates(run: readonly Returned[], bits: readonly number[]): number[] {
  const size = Math.floor(run.length / BLOCKS);
  if (size < 3) return [];
  return Array.from({ length: BLOCKS }, (_, i) => {
    const slope = slopeMsPerBit(run.slice(i * size, (i + 1) * size), bits.slice(i * size, (i + 1) * size));
    return slope === undefined ? [] : [1 / slope];
  }).flat();
}

/** 95 % half width of the mean of the blocks, relative to the estimate; Student's t for few blocks. */
function relativeSpread(blocks: readonly number[], kbps: number): number {
  const middle = mean(blocks);
  if (middle === undefined || blocks.length < 2) return 0.1;
  const variance = blocks.reduce((sum, rate) => sum + (rate - middle) ** 2, 0) / (blocks.length - 1);
  return (3 * Math.sqrt(variance / blocks.length)) / kbps;
}

function spanMs(run: readonly Returned[]): number {
  return (run.at(-1)?.receivedMs ?? 0) - (run[0]?.receivedMs ?? 0);
}

/**
 * kbit/s at IP level from datagrams sent back to back: the median over pairs at least half a train apart, so that one late
 * read does not decide. Undefined when too few came back; where they came faster than the clock ticks, it is at least this.
 */
export function trainKbps(train: readonly Crossing[], overheadBytes: number): number | undefined {
  const back = returned(train).sort((a, b) => a.seq - b.seq);
  if (back.length < 3) return undefined;
  const rates: number[] = [];
  back.forEach((first, i) => {
    for (const last of back.slice(i + 1)) {
      const steps = last.seq - first.seq;
      const ms = last.receivedMs - first.receivedMs;
      if (steps >= Math.ceil(train.length / 2)) {
        rates.push((steps * (last.bytes + overheadBytes) * 8) / Math.max(ms, TICK_MS));
      }
    }
  });
  return median(rates);
}
