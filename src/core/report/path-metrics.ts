/** What was measured of one path: each number under the one name it has in this house, with its unit. */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { finite, kilobits, milliseconds, ratio, text } from './bounds.ts';

/** ms, client to TURN server and back, at rest. */
const roundTripTimeSchema = v.object({
  /** Median. */
  roundTripTimeMs: milliseconds,
  minMs: milliseconds,
  p95Ms: milliseconds,
});

const jitterSchema = v.object({
  /** ms, interarrival jitter of RFC 3550 A.8 over the paced probes. */
  jitterMs: milliseconds,
  /** ms, 95th percentile of the absolute deviation from the median transit; absent where only the jitter is known. */
  p95DeviationMs: v.exactOptional(milliseconds),
  /** ms, median of the same: what stalls that soon end leave small, and waves do not. */
  medianDeviationMs: v.exactOptional(milliseconds),
});

/** Loss of one direction of the client-TURN path. */
const oneWayLossSchema = v.object({
  lossRatio: ratio,
  /** 95 % interval of `lossRatio`, both 0-1. */
  interval: v.tuple([ratio, ratio]),
});

const lossSchema = v.object({
  /** 0-1, over the loop: up and down the client-TURN path once. */
  lossRatio: ratio,
  /** 95 % interval of `lossRatio`, both 0-1. */
  interval: v.tuple([ratio, ratio]),
  packetsSent: finite,
  packetsReceived: finite,
  /** Runs of two or more consecutive losses. */
  bursts: finite,
  longestBurst: finite,
  /** Packets, at least 1: mean length of a run of consecutive losses, single ones counted; absent when none was lost. */
  meanLossRun: v.exactOptional(finite),
  reordered: finite,
  duplicates: finite,
  /** From the device to the server, and back; where the loop loses something and the server has a URL over TCP or TLS. */
  up: v.exactOptional(oneWayLossSchema),
  down: v.exactOptional(oneWayLossSchema),
  /** Why the directions are not known where the loop loses something: a short, stable English phrase. */
  directionMissing: v.exactOptional(text),
});

/** What of a bandwidth is known each way. */
export const bandwidthWays = {
  /** kbit/s at IP level, goodput of one way, from the device to the server and back, where each is known; of the way up as much as was looked for. */
  upKbps: v.exactOptional(kilobits),
  downKbps: v.exactOptional(kilobits),
  /** The way that sets the number, where a run could tell; the other one carries at least as much. */
  narrower: v.exactOptional(v.picklist(['up', 'down'])),
};

const waysSchema = v.object(bandwidthWays);
export type BandwidthWays = v.InferOutput<typeof waysSchema>;

/** Those of a bandwidth that are known, and nothing else of it. */
export function knownWaysOf({ upKbps, downKbps, narrower }: BandwidthWays): BandwidthWays {
  return {
    ...(upKbps !== undefined && { upKbps }),
    ...(downKbps !== undefined && { downKbps }),
    ...(narrower !== undefined && { narrower }),
  };
}

const throughputSchema = v.object({
  /** kbit/s at IP level, what the path carries; over TCP and TLS what a connection gets, less than that where segments are lost. */
  capacityKbps: kilobits,
  /** kbit/s at IP level, capacity x (1 - loss): what decides the bandwidth tier. */
  throughputKbps: kilobits,
  ...bandwidthWays,
  /** Why a run that looked for it could not tell: a short, stable English phrase. */
  narrowerMissing: v.exactOptional(text),
  /** kbit/s at IP level, what this test got beside competing traffic. */
  shareKbps: v.exactOptional(kilobits),
  /** Half width of the 95 % interval relative to `capacityKbps`, 0-1. */
  uncertainty: v.exactOptional(finite),
  /** True when the test's own cap, time, machine or data channel, not the path, set the number: the path may carry more. */
  atLeast: v.boolean(),
});

/**
 * Pairs of datagrams of 1.2 kB, sent back to back: whether a narrow line's queue has room for the second one. A call's DTLS
 * handshake begins with two such datagrams.
 */
const largePairsSchema = v.object({
  /** Pairs whose first datagram came back. */
  firstReceived: finite,
  /** Of these, those whose second was lost. */
  secondLost: finite,
});

export const METHODS = ['rtp-datagrams', 'data-channel', 'ice-checks'] as const;

export const pathMetricsSchema = v.object({
  /**
   * `data-channel`: the stand-in where the browser has no encoded transforms; its throughput is a lower bound.
   * `ice-checks`: a reachable URL whose quality was not measured; only a round trip, from ICE's own checks.
   */
  method: v.picklist(METHODS),
  roundTripTime: v.exactOptional(roundTripTimeSchema),
  jitter: v.exactOptional(jitterSchema),
  loss: v.exactOptional(lossSchema),
  throughput: v.exactOptional(throughputSchema),
  /** Over UDP on a narrow line. */
  largePairs: v.exactOptional(largePairsSchema),
  /** Why a metric of this run's kind is absent: a short, stable English phrase. */
  missing: v.exactOptional(
    v.object({
      roundTripTime: v.exactOptional(text),
      jitter: v.exactOptional(text),
      loss: v.exactOptional(text),
      throughput: v.exactOptional(text),
    }),
  ),
});

export type PathMetrics = DeepReadonly<v.InferOutput<typeof pathMetricsSchema>>;
export type RoundTripTime = NonNullable<PathMetrics['roundTripTime']>;
export type Jitter = NonNullable<PathMetrics['jitter']>;
export type Loss = NonNullable<PathMetrics['loss']>;
export type OneWayLoss = NonNullable<Loss['up']>;
export type Throughput = NonNullable<PathMetrics['throughput']>;
export type LargePairs = NonNullable<PathMetrics['largePairs']>;
/** A metric with all that was measured of it; its one judged number is a `MetricKey`. */
export type MetricGroup = keyof NonNullable<PathMetrics['missing']>;
