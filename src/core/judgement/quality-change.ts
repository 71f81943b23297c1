/** The SCT callbacks: `pctConnectionQualityChange` and the two older ones. Field names are the contract's own. */

import { forecast } from '../forecast/forecast.ts';
import type { Forecast } from '../forecast/forecast-types.ts';
import type { Place } from '../location/place.ts';
import type { FailureReason } from '../report/failure-reasons.ts';
import type { Loss, OneWayLoss, PathMetrics, Throughput } from '../report/path-metrics.ts';
import type { RunReport } from '../report/run-report.ts';
import {
  CONNECTIVITY,
  type ConnectivityCode,
  NOTIFICATION,
  type NotificationCode,
  notificationCodeOf,
  STATUS,
  type StatusCode,
  SUMMARY,
  type SummaryCode,
  statusOf,
} from '../sct/sct-codes.ts';
import type { CredentialsTrouble } from '../servers/credentials-trouble.ts';
import { measuredNumbers, metricsOf } from './metrics.ts';
import { factsOf } from './ranking.ts';
import { type MosMissing, mosOf } from './server-mos.ts';

export interface ConnectionQualityChange {
  /** ms since the epoch. */
  readonly timestamp: number;
  /** A UUID made once per installation. */
  readonly deviceId: string;
  /** The same for one episode: device, network, notification code and first run. */
  readonly notificationID: string;
  readonly connectivityCode: ConnectivityCode;
  readonly connectivity: string;
  readonly statusCode: StatusCode;
  readonly status: string;
  readonly summaryCode: SummaryCode;
  readonly summary: string;
  readonly notificationCode: NotificationCode;
  readonly notification: string;
  /** RTCNetworkType of webrtc-stats. */
  readonly networkType: string;
  readonly localIp: string | null;
  readonly isp: string | null;
  readonly city: string | null;
  readonly country: string | null;
  /** True when a notification that was raised should now be cleared. */
  readonly clearNotification: boolean;
  /**
   * Beyond the contract, only where this run measured no quality, though it reached a server or could not be made: ms since the epoch at which what
   * the codes repeat was measured; null where it never was on this network, and the codes say nothing.
   */
  readonly measuredAt?: number | null;
}

export interface DirectionLoss {
  /** 0-1. */
  readonly fractionalLoss: number;
  /** Of 95 %, both 0-1. */
  readonly interval: readonly [number, number];
}

export interface PreCallTestResult {
  /** The server's label. */
  readonly provider: string;
  readonly mediaConnectivity: boolean;
  /** ms. */
  readonly rtt: number | null;
  /** ms, RFC 3550. */
  readonly jitter: number | null;
  /** 0-1. */
  readonly fractionalLoss: number | null;
  /** Of each direction, from the device to the server and back, where this run measured it; beyond the contract. */
  readonly lossByDirection?: { readonly up: DirectionLoss; readonly down: DirectionLoss };
  /** Why this run did not, where the loop lost something. */
  readonly lossByDirectionMissing?: string;
  /** kbit/s, goodput at IP level; null when this run did not measure it. The smaller of both ways. */
  readonly throughput: number | null;
  /**
   * The way that sets it, from the device to the server or back, and kbit/s of each where they are known; beyond the contract. The
   * other way carries at least as much.
   */
  readonly throughputByDirection?: {
    readonly narrower: 'up' | 'down';
    readonly up: number | null;
    readonly down: number | null;
  };
  /** Why this run does not know, where it looked for it. */
  readonly throughputByDirectionMissing?: string;
  /** kbit/s at IP level. */
  readonly capacity: number | null;
  /** True when the test's own cap, time, machine or data channel, not the path, set the throughput. */
  readonly atLeast: boolean;
  /** How the numbers were measured; beyond the contract, absent where there are none. */
  readonly method?: PathMetrics['method'];
  /** 1 (bad) to 4.41: the voice quality to expect by ITU-T G.107, beyond the contract; see docs/judgement.md. */
  readonly mos: number | null;
  /** Present when there is no MOS. */
  readonly mosMissing?: MosMissing;
  /** Of a call over this server, from what this run measured of it; beyond the contract, see docs/forecast.md. */
  readonly forecast: Forecast;
  readonly urls: readonly UrlResult[];
  /** Present when it was not tested, for want of credentials. */
  readonly credentialsTrouble?: CredentialsTrouble;
}

export interface UrlResult {
  readonly url: string;
  readonly relayProtocol: string;
  readonly reachable: boolean;
  readonly reason: FailureReason | null;
  /** Of a failure: the STUN or ICE error code, where the browser gave one; beyond the contract. */
  readonly errorCode?: number;
  readonly allocationTimeMs: number | null;
}

export interface ConnectionRecommendation {
  readonly aggregatedStats: readonly {
    readonly provider: string;
    readonly roundTripTime: number | null;
    readonly jitter: number | null;
    readonly fractionLost: number | null;
    readonly throughput: number | null;
  }[];
  readonly providerRanking: readonly { readonly provider: string; readonly acceptable: boolean }[];
}

export function connectivityCodeOf(report: RunReport): ConnectivityCode {
  const connected = report.servers.some((server) => server.probes.some((probe) => probe.reachable));
  if (!connected) return 1;
  return report.hasMicrophone === false ? 2 : 3;
}

export function qualityChange(input: {
  readonly timestamp: number;
  readonly deviceId: string;
  readonly notificationID: string;
  readonly connectivityCode: ConnectivityCode;
  readonly summaryCode: SummaryCode;
  readonly network: RunReport['network'];
  readonly place: Pick<Place, 'isp' | 'city' | 'country'>;
  readonly clearNotification: boolean;
  readonly measuredAt?: number | null;
}): ConnectionQualityChange {
  const { timestamp, deviceId, notificationID, connectivityCode, summaryCode, network, place } = input;
  const statusCode = statusOf(summaryCode);
  const notificationCode = notificationCodeOf(summaryCode);
  return {
    timestamp,
    deviceId,
    notificationID,
    connectivityCode,
    connectivity: CONNECTIVITY[connectivityCode],
    statusCode,
    status: STATUS[statusCode],
    summaryCode,
    summary: SUMMARY[summaryCode].text,
    notificationCode,
    notification: NOTIFICATION[notificationCode],
    networkType: network.networkType ?? 'unknown',
    localIp: network.serverReflexiveAddress ?? network.hostAddress ?? null,
    isp: place.isp,
    city: place.city,
    country: place.country,
    clearNotification: input.clearNotification,
    ...(input.measuredAt !== undefined && { measuredAt: input.measuredAt }),
  };
}

/** One entry per server, in the order of the settings. */
export function preCallTestResults(report: RunReport): PreCallTestResult[] {
  return report.servers.map((server) => {
    const metrics = metricsOf(server);
    const numbers = measuredNumbers(server);
    return {
      provider: server.provider,
      mediaConnectivity: server.probes.some((probe) => probe.reachable),
      rtt: numbers.roundTripTimeMs ?? null,
      jitter: numbers.jitterMs ?? null,
      fractionalLoss: numbers.lossRatio ?? null,
      ...directionsOf(metrics?.loss),
      ...waysOf(metrics?.throughput),
      throughput: numbers.throughputKbps ?? null,
      capacity: metrics?.throughput?.capacityKbps ?? null,
      atLeast: metrics?.throughput?.atLeast ?? false,
      ...(metrics && { method: metrics.method }),
      ...mosOf(server),
      forecast: forecast(factsOf(server)),
      urls: server.probes.map((probe) => ({
        url: probe.url,
        relayProtocol: probe.relayProtocol,
        reachable: probe.reachable,
        reason: probe.reason ?? null,
        ...(probe.errorCode !== undefined && { errorCode: probe.errorCode }),
        allocationTimeMs: probe.allocationTimeMs ?? null,
      })),
      ...(server.credentialsTrouble && { credentialsTrouble: server.credentialsTrouble }),
    };
  });
}

/** `ranking`: best first, as the run was judged. */
export function connectionRecommendation(
  { servers }: RunReport,
  ranking: ConnectionRecommendation['providerRanking'],
): ConnectionRecommendation {
  return {
    aggregatedStats: ranking.map(({ provider }) => {
      const numbers = measuredNumbers(servers.find((server) => server.provider === provider));
      return {
        provider,
        roundTripTime: numbers.roundTripTimeMs ?? null,
        jitter: numbers.jitterMs ?? null,
        fractionLost: numbers.lossRatio ?? null,
        throughput: numbers.throughputKbps ?? null,
      };
    }),
    providerRanking: ranking,
  };
}

function waysOf(
  throughput: Throughput | undefined,
): Pick<PreCallTestResult, 'throughputByDirection' | 'throughputByDirectionMissing'> {
  const { narrower, upKbps = null, downKbps = null, narrowerMissing } = throughput ?? {};
  return {
    ...(narrower && { throughputByDirection: { narrower, up: upKbps, down: downKbps } }),
    ...(narrowerMissing !== undefined && { throughputByDirectionMissing: narrowerMissing }),
  };
}

function directionsOf(
  loss: Loss | undefined,
): Pick<PreCallTestResult, 'lossByDirection' | 'lossByDirectionMissing'> {
  const { up, down, directionMissing } = loss ?? {};
  const named = ({ lossRatio, interval }: OneWayLoss) => ({ fractionalLoss: lossRatio, interval });
  return {
    ...(up && down && { lossByDirection: { up: named(up), down: named(down) } }),
    ...(directionMissing !== undefined && { lossByDirectionMissing: directionMissing }),
  };
}
