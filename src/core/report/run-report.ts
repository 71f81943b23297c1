/**
 * What one run saw: facts only, never a judgement. Produced by `src/precall`, judged by `monitor`.
 * A metric that could not be measured is absent; the reason stands in `missing`.
 */
import type { CredentialsTrouble } from '../servers/credentials-trouble.ts';
import type { RelayProtocol, TurnServer } from '../servers/ice-server.ts';
import type { FailureReason } from './failure-reasons.ts';

/**
 * `connectivity` only asks each URL for an allocation and a relayed loop;
 * `light` adds round trip, jitter and loss; `full` adds throughput.
 */
export type RunKind = 'connectivity' | 'light' | 'full';

export type Metric = 'roundTripTime' | 'jitter' | 'loss' | 'throughput';

export interface RoundTripTime {
  /** ms, client to TURN server and back, at rest. */
  readonly roundTripTimeMs: number;
  readonly minMs: number;
  readonly p95Ms: number;
}

export interface Jitter {
  /** ms, interarrival jitter of RFC 3550 A.8 over the paced probes. */
  readonly jitterMs: number;
  /** ms, 95th percentile of the absolute deviation from the median transit. */
  readonly p95DeviationMs: number;
}

export interface Loss {
  /** 0-1, over the loop: up and down the client-TURN path once. */
  readonly lossRatio: number;
  /** 95 % interval of `lossRatio`, both 0-1. */
  readonly interval: readonly [number, number];
  readonly packetsSent: number;
  readonly packetsReceived: number;
  /** Runs of two or more consecutive losses. */
  readonly bursts: number;
  readonly longestBurst: number;
  /** Packets, at least 1: mean length of a run of consecutive losses, single ones counted; absent when none was lost. */
  readonly meanLossRun?: number;
  readonly reordered: number;
  readonly duplicates: number;
}

export interface Throughput {
  /** kbit/s at IP level, what the path carries; over TCP and TLS what a connection gets, less than that where segments are lost. */
  readonly capacityKbps: number;
  /** kbit/s at IP level, capacity x (1 - loss): what decides the bandwidth tier. */
  readonly throughputKbps: number;
  /** kbit/s at IP level, what this test got beside competing traffic. */
  readonly shareKbps?: number;
  /** Half width of the 95 % interval relative to `capacityKbps`, 0-1. */
  readonly uncertainty?: number;
  /** True when the test's own cap, time or machine, not the path, ended the measurement: the path may carry more. */
  readonly atLeast: boolean;
}

/** `ice-checks`: a reachable URL that was not chosen; only a round trip, from ICE's own checks. */
export const METHODS = ['rtp-datagrams', 'data-channel', 'ice-checks'] as const;

export interface PathMetrics {
  readonly method: (typeof METHODS)[number];
  readonly roundTripTime?: RoundTripTime;
  readonly jitter?: Jitter;
  readonly loss?: Loss;
  readonly throughput?: Throughput;
  /** Why a metric of this run's kind is absent: a short, stable English phrase. */
  readonly missing?: Partial<Record<Metric, string>>;
}

/** The measurement of one TURN URL. */
export interface ProbeReport {
  readonly url: string;
  readonly relayProtocol: RelayProtocol;
  /** True when a loop through this URL's relay carried ICE's checks both ways. */
  readonly reachable: boolean;
  /** Present exactly when `reachable` is false. */
  readonly reason?: FailureReason;
  /** STUN or ICE error code as the browser gave it (401, 701, ...). */
  readonly errorCode?: number;
  /** ms from the request for relays to the first candidate. */
  readonly allocationTimeMs?: number;
  /** ms from the run's turning to this URL to the connected loop, what the ends settle on the device included. */
  readonly connectTimeMs?: number;
  /** Present for the URLs this run measured. */
  readonly metrics?: PathMetrics;
}

export interface ServerReport {
  /** The server's label. */
  readonly provider: string;
  readonly probes: readonly ProbeReport[];
  /** Index into `probes` of the URL a call would use, whose metrics stand for the server; absent when none is reachable. */
  readonly chosen?: number;
  /** Present when it was not tested, for want of credentials; `probes` are then its URLs as far as they are known. */
  readonly credentialsTrouble?: CredentialsTrouble;
}

/** Where the device is on the network, as far as the browser says without permission. */
export interface NetworkFacts {
  /** RTCNetworkType of webrtc-stats. */
  readonly networkType?: string;
  /** Server-reflexive address the configured servers saw. */
  readonly serverReflexiveAddress?: string;
  /** Host address; mDNS names are not addresses and stay absent. */
  readonly hostAddress?: string;
}

export type RunOutcome = 'complete' | 'aborted' | 'deadline' | 'offline';

export interface RunReport {
  readonly runId: string;
  readonly kind: RunKind;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** `deadline`: the run's time bound came first; what was measured until then stands. */
  readonly outcome: RunOutcome;
  /** Whether a microphone exists; absent when the browser would not say. */
  readonly hasMicrophone?: boolean;
  readonly servers: readonly ServerReport[];
  readonly network: NetworkFacts;
  /** IP-level bytes through the TURN servers. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** kbit/s, the request's: a throughput that reached it is no bound that this run's own trouble set. */
  readonly throughputCapKbps?: number;
  /** Browser and engine, for exported histories. */
  readonly userAgent?: string;
}

/** Everything a host needs to make one run: it has no storage of its own. */
export interface RunRequest {
  readonly runId: string;
  readonly kind: RunKind;
  readonly servers: readonly TurnServer[];
  /** ms until the run must have ended. */
  readonly deadlineMs: number;
  /** kbit/s; the test stops looking for more above this. */
  readonly throughputCapKbps: number;
}

export interface RunProgress {
  readonly runId: string;
  readonly phase: 'connectivity' | 'quality' | 'throughput' | 'finishing';
  /** 0-1, never falls within a run. */
  readonly fraction: number;
  /** Label of the server being measured, when one is. */
  readonly provider?: string;
}
