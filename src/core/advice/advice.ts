/**
 * What a person can do about a connection, chosen from what was measured: the causes that the facts support, the
 * likeliest first. The words stand in `_locales`, one `advice_<id>` each.
 */

import {
  TIER_FROM_KBPS,
  UNSTABLE_JITTER_MS,
  UNSTABLE_LOSS_RATIO,
  UNSTABLE_ROUND_TRIP_MS,
} from '../judgement/limits.ts';
import { metricsOf } from '../judgement/metrics.ts';
import { connectivityCodeOf } from '../judgement/quality-change.ts';
import type { JudgedRun } from '../monitor/judged-run.ts';
import { type FailureAdvice, type FailureReason, traitsOf } from '../report/failure-reasons.ts';
import type { PathMetrics } from '../report/path-metrics.ts';
import type { NetworkFacts, ProbeReport } from '../report/run-report.ts';
import type { ConnectivityCode } from '../sct/sct-codes.ts';
import type { Because, StabilityMetric } from '../stability/stability-types.ts';

export interface AdviceFacts {
  readonly connectivityCode: ConnectivityCode;
  readonly probes: readonly ProbeReport[];
  /** Whether some server was not tested for want of credentials. */
  readonly credentialsTrouble?: boolean;
  /** Of the path a call would use. */
  readonly metrics?: PathMetrics;
  /** Bandwidth of the newest full run, kbit/s, where this run was light. */
  readonly throughputKbps?: number;
  readonly network: NetworkFacts;
  readonly because: readonly Because[];
  readonly normal: Partial<Record<StabilityMetric, readonly [number, number]>>;
}

const ADVICE_IDS = [
  'connectNetwork',
  'signIn',
  'plugMicrophone',
  'renewCredentials',
  'checkCredentialsUrl',
  'checkHost',
  'checkPort',
  'checkCertificate',
  'askRelayRights',
  'askOperator',
  'otherPort',
  'useHostName',
  'allowWebRtc',
  'askFirewall',
  'askUdp',
  'leaveVpn',
  'wifiCloser',
  'useCable',
  'betterSignal',
  'pauseTransfers',
  'nearerServer',
  'videoOff',
  'videoLower',
] as const;
export type AdviceId = (typeof ADVICE_IDS)[number];

/** More than this is more than anybody does. */
const MOST_ADVICE = 3;

/** Below this, a call has audio only. */
const AUDIO_ONLY_KBPS = TIER_FROM_KBPS.fair;
const GOOD_VIDEO_KBPS = TIER_FROM_KBPS.good;
/** A tail this far above the quickest round trip is a queue, not distance. */
const QUEUE_MS = 100;
/** A test that got less than this part of what the path carries shared it with something. */
const SHARED_PART = 0.6;

const RULES: Record<AdviceId, (facts: AdviceFacts) => boolean> = {
  connectNetwork: (facts) =>
    unconnected(facts) && !facts.credentialsTrouble && everyFailure(facts, 'no-network'),
  signIn: (facts) => unconnected(facts) && calledFor(facts, 'signIn'),
  plugMicrophone: (facts) => facts.connectivityCode === 2,
  renewCredentials: (facts) => calledFor(facts, 'renewCredentials'),
  checkCredentialsUrl: (facts) => facts.credentialsTrouble === true,
  checkHost: (facts) => calledFor(facts, 'checkHost'),
  checkPort: (facts) => unconnected(facts) && calledFor(facts, 'checkPort'),
  checkCertificate: (facts) => unconnected(facts) && calledFor(facts, 'checkCertificate'),
  askRelayRights: (facts) => calledFor(facts, 'askRelayRights'),
  askOperator: (facts) => unconnected(facts) && calledFor(facts, 'askOperator'),
  otherPort: (facts) => calledFor(facts, 'otherPort'),
  useHostName: (facts) => calledFor(facts, 'useHostName'),
  allowWebRtc: (facts) => calledFor(facts, 'allowWebRtc'),
  askFirewall: (facts) => unconnected(facts) && calledFor(facts, 'askFirewall'),
  askUdp: (facts) => udpBlocked(facts),
  leaveVpn: (facts) => onNetwork(facts, 'vpn') && (slow(facts) || lossy(facts) || narrow(facts)),
  wifiCloser: (facts) => onNetwork(facts, 'wifi') && (lossy(facts) || jittery(facts)),
  useCable: (facts) => onNetwork(facts, 'wifi') && (lossy(facts) || jittery(facts) || narrow(facts)),
  betterSignal: (facts) => cellular(facts) && (lossy(facts) || jittery(facts) || narrow(facts)),
  pauseTransfers: (facts) => queued(facts) || shared(facts) || changed(facts, 'throughputKbps'),
  nearerServer: (facts) => slow(facts) && !queued(facts) && !changed(facts, 'roundTripTimeMs'),
  videoOff: (facts) => below(goodput(facts), AUDIO_ONLY_KBPS),
  videoLower: (facts) => below(goodput(facts), GOOD_VIDEO_KBPS) && !below(goodput(facts), AUDIO_ONLY_KBPS),
};

export function adviceFor(facts: AdviceFacts): readonly AdviceId[] {
  return ADVICE_IDS.filter((id) => RULES[id](facts)).slice(0, MOST_ADVICE);
}

/**
 * While some server can be reached, the failures of the others are said beside them, not here: the call goes
 * through the best one.
 */
export function adviceForRun(run: JudgedRun): readonly AdviceId[] {
  const { servers, network } = run.report;
  const best = servers.find((server) => server.provider === run.best);
  const metrics = best && metricsOf(best);
  const described = best === undefined ? servers : [best];
  return adviceFor({
    connectivityCode: connectivityCodeOf(run.report),
    probes: described.flatMap((server) => server.probes),
    credentialsTrouble: described.some(
      ({ credentialsTrouble: trouble }) => trouble !== undefined && trouble.problem !== 'sign-in',
    ),
    ...(metrics && { metrics }),
    ...(run.throughput && { throughputKbps: run.throughput.throughputKbps }),
    network,
    because: run.because,
    normal: run.normal,
  });
}

function unconnected(facts: AdviceFacts): boolean {
  return facts.connectivityCode === 1;
}

/** Whether some probe failed for a reason that this is the advice for. */
function calledFor(facts: AdviceFacts, advice: FailureAdvice): boolean {
  return facts.probes.some(({ reason }) => reason !== undefined && traitsOf(reason).advice === advice);
}

/** Also when nothing was probed: an offline device asks no server. */
function everyFailure(facts: AdviceFacts, reason: FailureReason): boolean {
  return facts.probes.every((probe) => probe.reason === reason);
}

/** UDP gets no answer where TCP or TLS does: a firewall, not a dead server. */
function udpBlocked(facts: AdviceFacts): boolean {
  const udp = facts.probes.filter((probe) => probe.relayProtocol === 'udp');
  const other = facts.probes.some((probe) => probe.relayProtocol !== 'udp' && probe.reachable);
  return other && udp.length > 0 && udp.every((probe) => probe.reason === 'unreachable');
}

function onNetwork(facts: AdviceFacts, type: string): boolean {
  return facts.network.networkType === type;
}

/** RTCNetworkType: https://www.w3.org/TR/webrtc-stats/#rtcnetworktype-enum */
function cellular(facts: AdviceFacts): boolean {
  return /^(?:cellular|[2-5]g|wimax)$/.test(facts.network.networkType ?? '');
}

function lossy(facts: AdviceFacts): boolean {
  return above(facts.metrics?.loss?.lossRatio, UNSTABLE_LOSS_RATIO) || changed(facts, 'lossRatio');
}

function jittery(facts: AdviceFacts): boolean {
  return above(facts.metrics?.jitter?.jitterMs, UNSTABLE_JITTER_MS) || changed(facts, 'jitterMs');
}

function slow(facts: AdviceFacts): boolean {
  return (
    above(facts.metrics?.roundTripTime?.roundTripTimeMs, UNSTABLE_ROUND_TRIP_MS) ||
    changed(facts, 'roundTripTimeMs')
  );
}

function narrow(facts: AdviceFacts): boolean {
  return below(goodput(facts), GOOD_VIDEO_KBPS) || changed(facts, 'throughputKbps');
}

/** A standing queue: round trips well above the quickest one, or above what is normal here. */
function queued(facts: AdviceFacts): boolean {
  const rtt = facts.metrics?.roundTripTime;
  if (rtt === undefined) return false;
  const usual = facts.normal.roundTripTimeMs?.[1] ?? rtt.minMs;
  return rtt.roundTripTimeMs - Math.min(rtt.minMs, usual) > QUEUE_MS;
}

function shared(facts: AdviceFacts): boolean {
  const found = facts.metrics?.throughput;
  return (
    found?.shareKbps !== undefined &&
    found.shareKbps < GOOD_VIDEO_KBPS &&
    found.shareKbps < SHARED_PART * found.capacityKbps
  );
}

function changed(facts: AdviceFacts, metric: StabilityMetric): boolean {
  return facts.because.some((because) => because.metric === metric);
}

function goodput(facts: AdviceFacts): number | undefined {
  return facts.metrics?.throughput?.throughputKbps ?? facts.throughputKbps;
}

function above(value: number | undefined, limit: number): boolean {
  return value !== undefined && value > limit;
}

function below(value: number | undefined, limit: number): boolean {
  return value !== undefined && value < limit;
}
