/**
 * A run as text for a support ticket. English, as tickets cross languages. A judged run holds no credential; the
 * device's addresses are included only when asked for, and the exact URLs stay, as they are what failed.
 */

import { freezes } from '../forecast/call-level.ts';
import type { WayForecast } from '../forecast/forecast-types.ts';
import { filledLineAnswer } from '../judgement/filled-line-told.ts';
import { METRICS, type Metric, metricsOf } from '../judgement/metrics.ts';
import type { ConnectionQualityChange } from '../judgement/quality-change.ts';
import { mosOf } from '../judgement/server-mos.ts';
import type { JudgedRun } from '../monitor/judged-run.ts';
import { forecastOf } from '../monitor/run-forecast.ts';
import { isRepeated, sctCallbacks } from '../monitor/sct-callbacks.ts';
import { queueMsOf, roundTripsPerMinute, type Thorough } from '../report/filled-line.ts';
import { measuredByDataChannel, measuredOverTcp } from '../report/measured-over.ts';
import type { Loss, OneWayLoss, PathMetrics, Throughput } from '../report/path-metrics.ts';
import type { ProbeReport, ServerReport } from '../report/run-report.ts';

export interface TicketOptions {
  /** Of the extension that measured; absent where that is not known. */
  readonly version?: string;
  readonly includeAddresses: boolean;
}

export function ticketReport(run: JudgedRun, options: TicketOptions): string {
  const { report } = run;
  const { event } = sctCallbacks(run);
  const lines = [
    `Precall report of ${new Date(run.at).toISOString()}`,
    `Notification ID: ${event.notificationID}`,
    `Summary ${event.summaryCode}: ${event.summary}`,
    `Status ${event.statusCode}: ${event.status}`,
    `Connectivity ${event.connectivityCode}: ${event.connectivity}`,
    `Notification ${event.notificationCode}: ${event.notification}`,
    ...(isRepeated(run) ? [repeatedLine(run)] : []),
    `Network: ${networkOf(run, event, options.includeAddresses)}`,
    ...run.because.map(
      ({ metric, now, normal, since }) =>
        `Unusual: ${metric} ${number(now)}, normally ${number(normal[0])} to ${number(normal[1])}, since ${new Date(since).toISOString()}`,
    ),
    ...(run.throughput === null || run.report.kind === 'full'
      ? []
      : [`Bandwidth of ${new Date(run.throughput.at).toISOString()}: ${bandwidth(run.throughput)}`]),
    ...forecastLine(run),
    `Run: ${run.runId}, ${report.kind}, ${run.trigger}, ${report.outcome}, ${number(report.durationMs)} ms, ${report.bytesSent + report.bytesReceived} bytes`,
    ...filledLines(report.thorough),
    ...report.servers.flatMap((server) => serverLines(server, run)),
    ...measuredBy(run, options.version),
  ];
  return `${lines.join('\n')}\n`;
}

function repeatedLine({ measuredAt }: JudgedRun): string {
  return typeof measuredAt === 'number'
    ? `This run only reached a server: the codes tell what was measured at ${new Date(measuredAt).toISOString()}`
    : 'This run only reached a server: quality was never measured on this network, and the codes tell nothing';
}

/** To the letter what the popup says in English (`measuredOverTcp`). */
const OVER_STREAM =
  'Measured over $1: loss cannot be seen there, as what is lost is sent again, and the bandwidth is what a TCP connection gets.';

/** To the letter what the popup says in English (`measuredByDataChannel`). */
const BY_DATA_CHANNEL =
  'Measured with a data channel, as this browser lets the test send nothing else: it slows itself down on fast or lossy links, so the bandwidth is a lower bound.';

function measuredBy({ report }: JudgedRun, version: string | undefined): string[] {
  const facts = [version && `Precall ${version}`, report.userAgent].filter((fact) => fact);
  return facts.length === 0 ? [] : [facts.join(', ')];
}

function networkOf({ report }: JudgedRun, event: ConnectionQualityChange, includeAddresses: boolean): string {
  const known = [event.networkType, event.isp, event.city, event.country];
  const { serverReflexiveAddress, hostAddress } = report.network;
  const addresses = includeAddresses ? [event.localIp, serverReflexiveAddress, hostAddress] : [];
  const facts = [...known, ...addresses].filter((fact) => fact !== null && fact !== undefined);
  return [...new Set(facts)].join(', ');
}

/** Nothing where nothing could be foretold. */
function forecastLine(run: JudgedRun): string[] {
  const { level, sent, received, voiceMos, mouthToEarMs, cause } = forecastOf(run);
  const frozen = (way: WayForecast) =>
    freezes(way) ? `, frozen ${Math.round(100 * way.frozenShare)} % of the time` : '';
  const picture = (way: WayForecast) => `${way.heightPx}p at ${Math.round(way.kbps)} kbit/s${frozen(way)}`;
  const parts = [
    ...(level === undefined ? [] : [`level ${level} of 4`]),
    ...(sent ? [`others see ${picture(sent)}`] : []),
    ...(received ? [`others are seen in ${picture(received)}`] : []),
    ...(voiceMos === undefined ? [] : [`voice MOS ${number(voiceMos)}`]),
    ...(mouthToEarMs === undefined ? [] : [`${number(mouthToEarMs)} ms from mouth to ear`]),
    ...(cause === undefined ? [] : [`held back by ${cause}`]),
  ];
  return parts.length === 0 ? [] : [`Forecast of a call: ${parts.join(', ')}`];
}

/** Of a thorough test. */
function filledLines(thorough: Thorough | undefined): string[] {
  const { filledLine, missing } = thorough ?? {};
  if (filledLine === undefined) return missing === undefined ? [] : [`Filled line: not known (${missing})`];
  const { provider, bytes } = filledLine;
  const queue = `queue ${number(queueMsOf(filledLine))} ms, ${roundTripsPerMinute(filledLine)} RPM`;
  return [
    `Filled line: ${filledLineAnswer(filledLine)}`,
    `  through "${provider}", ${queue}, ${bytes} bytes; up and down cannot be told apart`,
  ];
}

function serverLines(server: ServerReport, { best, report }: JudgedRun): string[] {
  const measured = [
    ...METRICS.flatMap((metric) => numberText(metric, metricsOf(server))),
    ...mosText(server),
  ];
  const title = `Server "${server.provider}"${server.provider === best ? ' (best)' : ''}: ${measured.join(', ') || 'no numbers'}`;
  const { problem, httpStatus } = server.credentialsTrouble ?? {};
  const status = httpStatus === undefined ? '' : ` (HTTP ${httpStatus})`;
  const over = measuredOverTcp(server);
  return [
    title,
    ...(over === undefined ? [] : [`  ${OVER_STREAM.replace('$1', over)}`]),
    ...wayLines(metricsOf(server)?.throughput),
    ...directionLines(metricsOf(server)?.loss),
    ...(measuredByDataChannel(server) ? [`  ${BY_DATA_CHANNEL}`] : []),
    ...(problem === undefined ? [] : [`  credentials URL: ${problem}${status}`]),
    ...server.probes.map((url) => urlLine(url, report.thorough !== undefined)),
  ];
}

function wayLines(throughput: Throughput | undefined): string[] {
  const { narrower, upKbps, narrowerMissing } = throughput ?? {};
  if (narrower === 'up') return ['  the narrower way is up; the way down carries at least as much'];
  if (narrower === 'down' && upKbps !== undefined) {
    return [`  the narrower way is down; the way up carries ${number(upKbps)} kbit/s`];
  }
  return narrowerMissing === undefined ? [] : [`  narrower way: not known (${narrowerMissing})`];
}

function directionLines(loss: Loss | undefined): string[] {
  const { up, down, directionMissing } = loss ?? {};
  const percent = (way: OneWayLoss) => {
    const [from, to] = way.interval.map((ratio) => number(100 * ratio));
    return `${number(100 * way.lossRatio)} % (${from} to ${to})`;
  };
  if (up && down) return [`  loss up ${percent(up)}, down ${percent(down)}`];
  return directionMissing === undefined ? [] : [`  direction of the loss: not known (${directionMissing})`];
}

function numberText(metric: Metric, metrics: PathMetrics | undefined): string[] {
  const value = metrics && metric.of(metrics);
  if (metrics === undefined || value === undefined) return [];
  const bound = metric.isBound?.(metrics) ? 'at least ' : '';
  const [shown, unit] = metric.unit === 'ratio' ? [100 * value, '%'] : [value, metric.unit];
  return [`${metric.ticketWord} ${bound}${number(shown)} ${unit}`];
}

/** A server that was not reached has its reasons below; of one that was, the ticket says why a MOS is missing. */
function mosText(server: ServerReport): string[] {
  const rated = mosOf(server);
  if (rated.mos !== null) return [`MOS ${number(rated.mos)}`];
  return rated.mosMissing === 'unreachable' ? [] : [`no MOS (${rated.mosMissing})`];
}

/** `measured`: with its own numbers, as only a thorough test measures every transport. */
function urlLine(url: ProbeReport, measured: boolean): string {
  const took = url.allocationTimeMs === undefined ? '' : `, allocation ${number(url.allocationTimeMs)} ms`;
  const code = url.errorCode === undefined ? '' : ` (${url.errorCode})`;
  const numbers = measured ? METRICS.flatMap((metric) => numberText(metric, url.metrics)) : [];
  const read = numbers.map((one) => `, ${one}`).join('');
  return `  ${url.url} (${url.relayProtocol}): ${url.reason ?? 'works'}${code}${took}${read}`;
}

function bandwidth(known: { readonly throughputKbps: number; readonly atLeast: boolean }): string {
  return `${known.atLeast ? 'at least ' : ''}${number(known.throughputKbps)} kbit/s`;
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
