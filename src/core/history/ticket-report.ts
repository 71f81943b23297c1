/**
 * A run as text for a support ticket. English, as tickets cross languages. A judged run holds no credential; the
 * device's addresses are included only when asked for, and the exact URLs stay, as they are what failed.
 */

import type { PreCallTestResult, UrlResult } from '../judgement/quality-change.ts';
import type { JudgedRun } from '../monitor/monitor-state.ts';
import { measuredByDataChannel, measuredOverStream } from '../report/measured-over.ts';

export interface TicketOptions {
  /** Of the extension. */
  readonly version: string;
  readonly includeAddresses: boolean;
}

export function ticketReport(run: JudgedRun, options: TicketOptions): string {
  const { event, report } = run;
  const lines = [
    `Precall report of ${new Date(run.at).toISOString()}`,
    `Notification ID: ${event.notificationID}`,
    `Summary ${event.summaryCode}: ${event.summary}`,
    `Status ${event.statusCode}: ${event.status}`,
    `Connectivity ${event.connectivityCode}: ${event.connectivity}`,
    `Notification ${event.notificationCode}: ${event.notification}`,
    `Network: ${networkOf(run, options.includeAddresses)}`,
    ...run.because.map(
      ({ metric, now, normal, since }) =>
        `Unusual: ${metric} ${number(now)}, normally ${number(normal[0])} to ${number(normal[1])}, since ${new Date(since).toISOString()}`,
    ),
    ...(run.throughput === null || run.report.kind === 'full'
      ? []
      : [`Bandwidth of ${new Date(run.throughput.at).toISOString()}: ${bandwidth(run.throughput)}`]),
    `Run: ${run.runId}, ${report.kind}, ${run.trigger}, ${report.outcome}, ${number(report.durationMs)} ms, ${report.bytesSent + report.bytesReceived} bytes`,
    ...run.preCallTestResults.flatMap((server) => serverLines(server, run)),
    `Precall ${options.version}${report.userAgent === undefined ? '' : `, ${report.userAgent}`}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** To the letter what the popup says in English (`measuredOverStream`). */
const OVER_STREAM =
  'Measured over $1: loss cannot be seen there, as what is lost is sent again, and the bandwidth is what a TCP connection gets.';

/** To the letter what the popup says in English (`measuredByDataChannel`). */
const BY_DATA_CHANNEL =
  'Measured with a data channel, as this browser lets the test send nothing else: it slows itself down on fast or lossy links, so the bandwidth is a lower bound.';

function networkOf({ event, report }: JudgedRun, includeAddresses: boolean): string {
  const known = [event.networkType, event.isp, event.city, event.country];
  const { serverReflexiveAddress, hostAddress } = report.network;
  const addresses = includeAddresses ? [event.localIp, serverReflexiveAddress, hostAddress] : [];
  const facts = [...known, ...addresses].filter((fact) => fact !== null && fact !== undefined);
  return [...new Set(facts)].join(', ');
}

function serverLines(server: PreCallTestResult, { best, report }: JudgedRun): string[] {
  const numbers = [
    ['round trip', server.rtt, 'ms'],
    ['jitter', server.jitter, 'ms'],
    ['loss', server.fractionalLoss === null ? null : server.fractionalLoss * 100, '%'],
  ] as const;
  const measured = numbers.flatMap(([name, value, unit]) =>
    value === null ? [] : `${name} ${number(value)} ${unit}`,
  );
  if (server.throughput !== null) {
    measured.push(`bandwidth ${bandwidth({ throughputKbps: server.throughput, atLeast: server.atLeast })}`);
  }
  measured.push(...mosText(server));
  const title = `Server "${server.provider}"${server.provider === best ? ' (best)' : ''}: ${measured.join(', ') || 'no numbers'}`;
  const { problem, httpStatus } = server.credentialsTrouble ?? {};
  const status = httpStatus === undefined ? '' : ` (HTTP ${httpStatus})`;
  const measuredServer = report.servers.find(({ provider }) => provider === server.provider);
  const over = measuredOverStream(measuredServer);
  return [
    title,
    ...(over === undefined ? [] : [`  ${OVER_STREAM.replace('$1', over)}`]),
    ...(measuredByDataChannel(measuredServer) ? [`  ${BY_DATA_CHANNEL}`] : []),
    ...(problem === undefined ? [] : [`  credentials URL: ${problem}${status}`]),
    ...server.urls.map(urlLine),
  ];
}

/** A server that was not reached has its reasons below; of one that was, the ticket says why a MOS is missing. */
function mosText({ mos, mosMissing }: PreCallTestResult): string[] {
  if (typeof mos === 'number') return [`MOS ${number(mos)}`];
  return mosMissing === undefined || mosMissing === 'unreachable' ? [] : [`no MOS (${mosMissing})`];
}

function urlLine(url: UrlResult): string {
  const took = url.allocationTimeMs === null ? '' : `, allocation ${number(url.allocationTimeMs)} ms`;
  const code = url.errorCode === undefined ? '' : ` (${url.errorCode})`;
  return `  ${url.url} (${url.relayProtocol}): ${url.reason ?? 'works'}${code}${took}`;
}

function bandwidth(known: { readonly throughputKbps: number; readonly atLeast: boolean }): string {
  return `${known.atLeast ? 'at least ' : ''}${number(known.throughputKbps)} kbit/s`;
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}
