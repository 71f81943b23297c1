/** A run as the history keeps it: the judged run without raw addresses, and a small point for charts. */

import { METRIC_KEYS, type MetricKey } from '../base/metric-key.ts';
import type { CallLevel, Forecast } from '../forecast/forecast-types.ts';
import { measuredNumbers, metricsOf } from '../judgement/metrics.ts';
import { connectivityCodeOf } from '../judgement/quality-change.ts';
import { mosOf } from '../judgement/server-mos.ts';
import type { JudgedRun } from '../monitor/judged-run.ts';
import { forecastOf } from '../monitor/run-forecast.ts';
import { isRepeated, type SctCallbacks, sctCallbacks } from '../monitor/sct-callbacks.ts';
import { measuredByDataChannel, measuredOverTcp, type TcpOrTls } from '../report/measured-over.ts';

/** Addresses are kept only in the newest run, unless the user allows more. */
export function withoutAddresses(run: JudgedRun): JudgedRun {
  const { serverReflexiveAddress: _public, hostAddress: _host, ...network } = run.report.network;
  return { ...run, report: { ...run.report, network } };
}

/** A run for others' eyes: nothing in it tells whose it is, or joins it with what the same device exported elsewhere. */
export function withoutDevice(run: JudgedRun): JudgedRun {
  const { deviceId: _device, ...judged } = withoutAddresses(run);
  const { userAgent: _browser, ...report } = judged.report;
  return { ...judged, report };
}

/** About what these take in a store: their length as JSON, which is mostly ASCII. */
export function bytesOf(values: readonly unknown[]): number {
  return values.reduce<number>((sum, value) => sum + JSON.stringify(value).length, 0);
}

/** 90 days of a run every five minutes, through three servers with three URLs each. */
const MOST_BYTES = 200_000_000;
/** Of what the browser gives this extension; the rest is for the database's own overhead. */
const SHARE_OF_QUOTA = 0.5;

/** How many bytes the history may take. `quota`: https://storage.spec.whatwg.org/#dom-storageestimate-quota */
export function mostHistoryBytes(quota: number | undefined): number {
  return quota === undefined ? MOST_BYTES : Math.min(MOST_BYTES, quota * SHARE_OF_QUOTA);
}

type Numbers = { readonly [K in MetricKey]: number | null };
const NOT_MEASURED = Object.fromEntries(METRIC_KEYS.map((key) => [key, null])) as Numbers;

/** One run in a day's chart; null where the run did not measure. */
export interface HistoryPoint extends Numbers {
  /** ms since the epoch, end of the run. */
  readonly at: number;
  readonly runId: string;
  readonly summaryCode: number;
  readonly connectivityCode: number;
  readonly network: string;
  readonly provider: string | null;
  /** 0-1, of each direction; absent where it was not measured, and in points stored before it was. */
  readonly upLossRatio?: number;
  readonly downLossRatio?: number;
  /** 1 to 4.41; absent in points stored before there was one. */
  readonly mos?: number | null;
  /** What a call was foretold to be: 0 to 4, MOS, kbit/s of video each way; absent where it was not, and in points stored before. */
  readonly callLevel?: CallLevel;
  readonly voiceMos?: number;
  readonly sentVideoKbps?: number;
  readonly receivedVideoKbps?: number;
  /** Why there is no loss; absent over UDP, and in points stored before it was kept. */
  readonly over?: TcpOrTls;
  /** The throughput is a lower bound; absent where it is none, and in points stored before it was kept. */
  readonly atLeast?: true;
  /** A data channel measured; absent where none did, and in points stored before it was kept. */
  readonly byDataChannel?: true;
  /** ms, of the idle and of the filled line; absent but of thorough tests. */
  readonly idleRoundTripTimeMs?: number;
  readonly loadedRoundTripTimeMs?: number;
  /** The queue still grew when the line was filled no longer. */
  readonly loadedAtLeast?: true;
  readonly unstable: boolean;
  readonly notified: boolean;
  /** It measured no quality, and its code repeats an earlier one; absent where it did, and in points stored before it was kept. */
  readonly connectedOnly?: true;
}

/** A point that was stored before a metric was measured has none of it. */
export function withEveryMetric(point: HistoryPoint): HistoryPoint {
  return { ...NOT_MEASURED, ...point };
}

export function pointOf(run: JudgedRun): HistoryPoint {
  const best = run.report.servers.find(({ provider }) => provider === run.best);
  const over = measuredOverTcp(best);
  const metrics = best && metricsOf(best);
  return {
    at: run.at,
    runId: run.runId,
    summaryCode: run.summaryCode,
    connectivityCode: connectivityCodeOf(run.report),
    network: run.network,
    provider: run.best,
    ...NOT_MEASURED,
    ...measuredNumbers(best),
    ...(metrics?.loss?.up && { upLossRatio: metrics.loss.up.lossRatio }),
    ...(metrics?.loss?.down && { downLossRatio: metrics.loss.down.lossRatio }),
    mos: best === undefined ? null : mosOf(best).mos,
    ...foretold(run),
    ...(over !== undefined && { over }),
    ...(metrics?.throughput?.atLeast === true && { atLeast: true }),
    ...(measuredByDataChannel(best) && { byDataChannel: true }),
    ...filled(run),
    unstable: run.unstable,
    notified: run.notified,
    ...(isRepeated(run) && { connectedOnly: true }),
  };
}

export type FilledPoint = HistoryPoint &
  Required<Pick<HistoryPoint, 'idleRoundTripTimeMs' | 'loadedRoundTripTimeMs'>>;

export function isFilled(point: HistoryPoint): point is FilledPoint {
  return point.idleRoundTripTimeMs !== undefined && point.loadedRoundTripTimeMs !== undefined;
}

/** The newest thorough test that filled the line of the network that `latest` is on: that run, or one of the points. */
export function newestFilled(latest: JudgedRun, points: readonly HistoryPoint[]): FilledPoint | undefined {
  const here = points.filter(({ network }) => network === latest.network);
  return [...here, pointOf(latest)].filter(isFilled).at(-1);
}

function filled({ report }: JudgedRun): Partial<HistoryPoint> {
  const line = report.thorough?.filledLine;
  if (line === undefined) return {};
  const { idleRoundTripTimeMs, loadedRoundTripTimeMs, atLeast } = line;
  return { idleRoundTripTimeMs, loadedRoundTripTimeMs, ...(atLeast && { loadedAtLeast: atLeast }) };
}

function foretold(run: JudgedRun): Partial<HistoryPoint> {
  const { level, voiceMos, sent, received } = forecastOf(run);
  return {
    ...(level !== undefined && { callLevel: level }),
    ...(voiceMos !== undefined && { voiceMos }),
    ...(sent && { sentVideoKbps: sent.kbps }),
    ...(received && { receivedVideoKbps: received.kbps }),
  };
}

/**
 * The export's line of a run; an import and `replay` read the run back, and who knows the SCT contract finds its callbacks.
 * Never holds a credential: a judged run has none.
 */
export interface ExportLine extends Omit<SctCallbacks, 'event'> {
  readonly format: 'precall-history';
  readonly version: 2;
  readonly run: JudgedRun;
  readonly event: Omit<SctCallbacks['event'], 'deviceId'>;
  /** Of a call right after the run. */
  readonly forecast: Forecast;
}

export function exportLine(judged: JudgedRun): string {
  const run = withoutDevice(judged);
  const { event: told, ...callbacks } = sctCallbacks(run);
  const { deviceId: _device, ...event } = told;
  const line: ExportLine = {
    format: 'precall-history',
    version: 2,
    run,
    event,
    ...callbacks,
    forecast: forecastOf(run),
  };
  return JSON.stringify(line);
}
