/**
 * What a path carries, from one burst that kept its bottleneck busy: while a queue stands there, datagrams leave it at
 * the rate of the link, whatever the rate they were sent at. Pure.
 */
import { isUnsteady } from './burst-conditions.ts';
import { linkKbps } from './link-rate.ts';
import { type Crossing, type Returned, returned, transitMs } from './packet-log.ts';
import { mean, median, runningMedian } from './quantile.ts';

export interface BurstConditions {
  /** Bytes around each payload at IP level. */
  readonly overheadBytes: number;
  /** ms, the transit of small datagrams sent as densely as the burst, without a queue of our own. */
  readonly baseMs: number;
  /** ms, how far transits scatter at rest. */
  readonly scatterMs: number;
  /** 0-1, the most that datagrams at rest may have been losing: what a burst loses beyond it, a full queue dropped. */
  readonly lossAtRest?: number;
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
  /** kbit/s at IP level of the link itself, when somebody else's packets were seen between ours. */
  readonly linkKbps?: number;
  /** ms, the highest queue the burst raised. */
  readonly queueMs: number;
}

/** Less than this many datagrams say nothing. */
const LEAST = 6;
/** Share of losses behind the bottleneck when the gaps do not tell, and how sure that is. */
const LOST_BEHIND = { share: 0.7, deviation: 0.25 } as const;
/** Datagrams whose median stands for the queue, on a steady and on an unsteady path. */
const SMOOTHING = { steady: 5, unsteady: 15 } as const;
const BLOCKS = 4;
/** The clock's ticks and the browser's own packets in between. */
const LEAST_UNCERTAINTY = 0.005;
/** ms; a datagram that waited less found the bottleneck idle. */
const IDLE_MS = 2;
/** The link is shared when its own rate is this much above what we got. */
const SHARED = 1.08;
const PLATEAU_BLOCKS = 8;
/** Relative spread of the blocks up to which a path counts as steady. */
const STEADY_SPREAD = 0.03;

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
  const serialisationMs = (mean(back.map(wireBits)) ?? 0) * whole;
  const unsteady = isUnsteady(conditions.scatterMs, arrivalKbps);
  const waits = waitsAbove(back, conditions.baseMs, unsteady, serialisationMs);
  const queue = runningMedian(waits, unsteady ? SMOOTHING.unsteady : SMOOTHING.steady);
  const threshold = Math.max(5, 1.2 * serialisationMs, Math.min(25, conditions.scatterMs / 3));
  const runs = unsteady
    ? plateau(back, queue, threshold)
    : busyRuns(back, waits, queue, { threshold, idleMs: Math.max(IDLE_MS, 0.5 * serialisationMs) });
  const busyMs = runs.reduce((sum, run) => sum + spanMs(run), 0);
  const queueMs = Math.max(...queue);
  if (busyMs < Math.max(40, 2 * conditions.scatterMs)) {
    return { kbps: arrivalKbps, arrivalKbps, saturated: false, busyMs, uncertainty: 1, queueMs };
  }
  const behind = lossBehind(runs, burst, conditions.lossAtRest ?? 1);
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
  const slopeKbps = bits / ms;
  const spread = relativeSpread(blocks, slopeKbps);
  const uncertainty = LEAST_UNCERTAINTY + spread + lostShare(runs, burst) * 1.96 * behind.deviation;
  const kbps =
    spread < STEADY_SPREAD ? (undisturbedKbps(runs, burst, wireBits, behind.share) ?? slopeKbps) : slopeKbps;
  const link = linkKbps(runs.flat(), conditions.overheadBytes, kbps);
  const shared = link !== undefined && link > SHARED * kbps;
  return {
    kbps,
    arrivalKbps,
    saturated: true,
    busyMs,
    uncertainty,
    queueMs,
    ...(shared ? { linkKbps: link } : {}),
  };
}

/** ms each datagram took beyond an empty path. */
function waitsAbove(
  back: readonly Returned[],
  baseMs: number,
  unsteady: boolean,
  serialisationMs: number,
): number[] {
  const transits = back.map(transitMs);
  const least = Math.min(...transits);
  // On a steady path the burst's own quickest datagram tells best where empty is, unless it never met an empty path.
  const floor = !unsteady && least <= baseMs + 4 * serialisationMs + 10 ? least : baseMs + serialisationMs;
  return transits.map((transit) => transit - floor);
}

/**
 * Stretches during which the bottleneck never was idle. A datagram that did not wait found it idle (the sender itself
 * had stalled) and begins the next stretch.
 */
function busyRuns(
  back: readonly Returned[],
  waits: readonly number[],
  queue: readonly number[],
  { threshold, idleMs }: { threshold: number; idleMs: number },
): Returned[][] {
  const starts = back.flatMap((_, i) => (i === 0 || (waits[i] ?? 0) < idleMs ? [i] : []));
  return starts.flatMap((start, k) => {
    const end = starts[k + 1] ?? back.length;
    const queued = Math.max(...queue.slice(start, end)) > threshold;
    return queued && end - start >= LEAST ? [back.slice(start, end)] : [];
  });
}

/**
 * On an unsteady path a threshold would cut the queue to pieces: there it is everything from the moment when arrivals are as
 * fast as they are at the end, provided that a queue stood then.
 */
function plateau(back: readonly Returned[], queue: readonly number[], threshold: number): Returned[][] {
  const first = back[0]?.receivedMs ?? 0;
  const blockMs = ((back.at(-1)?.receivedMs ?? 0) - first) / PLATEAU_BLOCKS;
  const counts = Array.from({ length: PLATEAU_BLOCKS }, () => 0);
  for (const packet of back) {
    const block = Math.min(PLATEAU_BLOCKS - 1, Math.floor((packet.receivedMs - first) / blockMs));
    counts[block] = (counts[block] ?? 0) + 1;
  }
  const final = median(counts.slice(-4, -1)) ?? 0;
  const from = first + blockMs * counts.findIndex((count) => count >= 0.85 * final);
  const start = back.findIndex((packet) => packet.receivedMs >= from);
  const queued = median(queue.slice(start)) ?? 0;
  return queued > threshold && back.length - start >= LEAST ? [back.slice(start)] : [];
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
 * The median rate over stretches of a quarter of the longest run: on a steady link one stall of the device or of the
 * server in the middle does not count.
 */
function undisturbedKbps(
  runs: readonly Returned[][],
  burst: readonly Crossing[],
  wireBits: (c: Crossing) => number,
  behind: number,
): number | undefined {
  const run = [...runs].sort((a, b) => b.length - a.length)[0] ?? [];
  const bits = arrivedBits(run, wireBits, burst, behind);
  const apart = Math.floor(run.length / 4);
  if (apart < LEAST) return undefined;
  const rates = run.slice(apart).flatMap((packet, i) => {
    const before = run[i];
    const ms = packet.receivedMs - (before?.receivedMs ?? packet.receivedMs);
    return ms > 0 ? [((bits[i + apart] ?? 0) - (bits[i] ?? 0)) / ms] : [];
  });
  return median(rates);
}

/**
 * Where datagrams were lost: before the bottleneck the others close ranks and leave no gap, behind it each leaves a gap of
 * its own length. Single gaps are noisy, so the share is weighed against what to expect.
 */
function lossBehind(
  runs: readonly (readonly Returned[])[],
  burst: readonly Crossing[],
  lossAtRest: number,
): { share: number; deviation: number } {
  const expected = LOST_BEHIND.share * Math.min(1, lossAtRest / Math.max(1e-9, lostShare(runs, burst)));
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
  if (step === undefined || step <= 0 || gaps.length === 0) {
    return { share: expected, deviation: LOST_BEHIND.deviation };
  }
  const lost = gaps.reduce((sum, gap) => sum + gap.lost, 0);
  const seen = gaps.reduce((sum, gap) => sum + gap.ms - step, 0) / (lost * step);
  const scatter = Math.sqrt(mean(plain.map((ms) => (ms - step) ** 2)) ?? 0);
  const seenVariance = ((scatter / step) ** 2 * gaps.length) / lost ** 2 + 0.05 / gaps.length;
  const priorVariance = LOST_BEHIND.deviation ** 2;
  const weight = priorVariance / (priorVariance + seenVariance);
  return {
    share: Math.min(1, Math.max(0, weight * seen + (1 - weight) * expected)),
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
