/** Runs as CSV (RFC 4180), one line per run, for a spreadsheet. No addresses, no credentials. */
import type { HistoryPoint } from './history-record.ts';

const COLUMNS = [
  'time',
  'summaryCode',
  'connectivityCode',
  'network',
  'server',
  'roundTripMs',
  'jitterMs',
  'lossRatio',
  'throughputKbps',
  'mos',
  'unstable',
  'notified',
  'runId',
] as const;

export function historyCsv(points: readonly HistoryPoint[]): string {
  const lines = points.map((point) =>
    [
      new Date(point.at).toISOString(),
      point.summaryCode,
      point.connectivityCode,
      point.network,
      point.provider,
      point.roundTripTimeMs,
      point.jitterMs,
      point.lossRatio,
      point.throughputKbps,
      point.mos ?? null,
      point.unstable,
      point.notified,
      point.runId,
    ].map(cell),
  );
  return [COLUMNS, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

/** A missing value is an empty cell, never 0. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  // A spreadsheet takes what begins with these for a formula: a server's name must not run.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
