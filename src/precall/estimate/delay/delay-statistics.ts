/** Round trip and jitter, from paced probes on an idle loop. Pure. */

import { mean, median, quantile } from '../../../core/base/statistics.ts';
import type { Jitter, RoundTripTime } from '../../../core/report/path-metrics.ts';
import { type HostFacts, ticksWholeMs } from '../../link/host-facts.ts';
import {
  loopRoundTripMs,
  type PacketRecord,
  type Returned,
  returned,
  undisturbed,
} from '../../link/packet-log.ts';
import { spreadRoundTrips, withoutTickJitter, withoutTickReach } from './clock-quantisation.ts';

/** Differences of two probes that a jitter needs at least. */
const LEAST = 6;
/** Probes that no stall of ours touched, from which on the touched ones are left out. */
const ENOUGH = 24;
/** ms between the probes that jitter compares: the frame time of a call's audio (RFC 7587 section 4.2). */
const SPACING_MS = 20;

/** Quantile that stands for the probes of one size: the quicker ones met no packet of the browser's own (bench). */
const QUICK = 0.25;
/**
 * Differences that the browser's own packets make: on a slow link its ICE checks and reports hold up every fourth probe
 * (bench).
 */
const OWN_PACKETS = {
  /** They exceed the median difference so many times, and by so many ms. */
  overMedian: 5,
  ms: 1,
  /** Share of all differences they may be: were there more, it would be the path. */
  mostShare: 0.4,
} as const;

/** ms on the wire for each byte, by two sizes of probes: least squares would follow single outliers, quantiles do not. */
function serialisationMsPerByte(probes: readonly PacketRecord[], host: HostFacts): number {
  const back = undisturbed(probes, ENOUGH);
  const smallest = Math.min(...back.map((probe) => probe.bytes));
  const roundTrips = spreadRoundTrips(back, host);
  const small = roundTrips.filter((_, i) => back[i]?.bytes === smallest);
  const large = roundTrips.filter((_, i) => back[i]?.bytes !== smallest);
  const largeBytes = back.flatMap(({ bytes }) => (bytes > smallest ? [bytes] : []));
  const between = (mean(largeBytes) ?? smallest) - smallest;
  if (large.length < 3 || small.length < 5 || between <= 0) return 0;
  // On a clock of whole milliseconds the quicker probes are those that its ticks made quick.
  const quick = ticksWholeMs(host) ? middleMean : (values: readonly number[]) => quantile(values, QUICK);
  const difference = (quick(large) ?? 0) - (quick(small) ?? 0);
  const noise = 3 * Math.hypot(medianError(large), medianError(small));
  return difference > noise ? difference / between : 0;
}

/**
 * The mean of the middle half (interquartile mean): nearly as exact as the mean, nearly as deaf to outliers as the
 * median.
 */
function middleMean(values: readonly number[]): number | undefined {
  const quarter = Math.floor(values.length / 4);
  return mean([...values].sort((a, b) => a - b).slice(quarter, values.length - quarter));
}

function medianError(values: readonly number[]): number {
  const middle = median(values) ?? 0;
  const deviation = 1.48 * (median(values.map((value) => Math.abs(value - middle))) ?? 0);
  return (1.25 * Math.max(deviation, 0.05)) / Math.sqrt(values.length);
}

/** What is known of the bottleneck's rate: each byte takes its time there, and at most as long again on the way back. */
export interface Bottleneck {
  /** kbit/s; it is no slower. */
  readonly leastKbps: number;
  /** kbit/s; it is no faster. */
  readonly mostKbps: number;
}

/** ms, round trips without the time the probe itself took on the wire, so that a slow link is not taken for a far one. */
export function idleRoundTrips(
  probes: readonly PacketRecord[],
  overheadBytes: number,
  host: HostFacts,
  { leastKbps, mostKbps }: Bottleneck = { leastKbps: 0, mostKbps: Number.POSITIVE_INFINITY },
): number[] {
  const read = serialisationMsPerByte(probes, host);
  const perByte = Math.max(8 / mostKbps, Math.min((2 * 8) / leastKbps, read));
  const back = undisturbed(probes, ENOUGH);
  const roundTrips = spreadRoundTrips(back, host);
  return back.map(({ bytes }, i) => (roundTrips[i] ?? 0) - perByte * (bytes + overheadBytes));
}

export function roundTripTime(
  probes: readonly PacketRecord[],
  overheadBytes: number,
  host: HostFacts,
  bottleneck?: Bottleneck,
): RoundTripTime | undefined {
  // What is taken off is known to a tick of the clock at best: to a server next door it may exceed what was read. Half of
  // the reading stays in any case.
  const roundTrips = idleRoundTrips(probes, overheadBytes, host, bottleneck).map((ms) =>
    Math.max(0, ms / 2, ms - host.delayMs),
  );
  const roundTripTimeMs = median(roundTrips);
  const p95Ms = quantile(roundTrips, 0.95);
  if (roundTripTimeMs === undefined || p95Ms === undefined) return undefined;
  return {
    roundTripTimeMs,
    minMs: Math.min(roundTripTimeMs, withoutTickReach(Math.min(...roundTrips), host)),
    p95Ms,
  };
}

/**
 * Interarrival jitter of RFC 3550 A.8, as the mean of |D|: its running average aims at that, but remembers only 16 packets and
 * would differ by a sixth from one run to the next.
 */
export function jitter(probes: readonly PacketRecord[], host: HostFacts): Jitter | undefined {
  return jitterOf(undisturbed(probes, ENOUGH), probes, host) ?? jitterOf(returned(probes), probes, host);
}

function jitterOf(
  back: readonly Returned[],
  probes: readonly PacketRecord[],
  host: HostFacts,
): Jitter | undefined {
  const perByte = serialisationMsPerByte(probes, host);
  const roundTrips = back.map((probe) => loopRoundTripMs(probe) - perByte * probe.bytes);
  const middle = median(roundTrips);
  const near = roundTripDifferences(back, roundTrips, 2.5 * SPACING_MS);
  // On a busy machine that seldom lets us send, probes further apart have to do.
  const enough =
    near.length >= LEAST ? near : roundTripDifferences(back, roundTrips, Number.POSITIVE_INFINITY);
  const differences = withoutOwnPackets(enough, host.reportBytes * perByte);
  const jitterMs = mean(differences);
  if (jitterMs === undefined || middle === undefined || differences.length < LEAST) return undefined;
  const deviations = roundTrips.map((roundTrip) => Math.abs(roundTrip - middle));
  const p95DeviationMs = quantile(deviations, 0.95);
  const medianDeviationMs = median(deviations);
  if (p95DeviationMs === undefined || medianDeviationMs === undefined) return undefined;
  return { jitterMs: withoutTickJitter(jitterMs, host), p95DeviationMs, medianDeviationMs };
}

/** The differences without those that the browser's own packets made, unless there are more of them than it could make. */
function withoutOwnPackets(differences: readonly number[], longestMs: number): readonly number[] {
  if (longestMs === 0) return differences;
  const above = OWN_PACKETS.overMedian * (median(differences) ?? 0) + OWN_PACKETS.ms;
  const kept = differences.filter((ms) => ms <= above || ms > longestMs);
  return kept.length < (1 - OWN_PACKETS.mostShare) * differences.length ? differences : kept;
}

/** |D| between each probe and the next one sent about a frame time later. */
function roundTripDifferences(
  back: readonly Returned[],
  roundTrips: readonly number[],
  mostMs: number,
): number[] {
  const differences: number[] = [];
  back.forEach((probe, i) => {
    for (let j = i + 1; j < back.length; j += 1) {
      const apart = (back[j]?.sentMs ?? 0) - probe.sentMs;
      if (apart < 0.75 * SPACING_MS) continue;
      if (apart < mostMs) differences.push(Math.abs((roundTrips[j] ?? 0) - (roundTrips[i] ?? 0)));
      return;
    }
  });
  return differences;
}
