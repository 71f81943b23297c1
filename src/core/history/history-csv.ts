/** Runs as CSV (RFC 4180), one line per run, for a spreadsheet. No addresses, no credentials. */
import { METRICS } from '../judgement/metrics.ts';
import type { HistoryPoint } from './history-record.ts';

type Cell = string | number | boolean | null;

const COLUMNS: readonly (readonly [heading: string, of: (point: HistoryPoint) => Cell])[] = [
  ['time', ({ at }) => new Date(at).toISOString()],
  ['summaryCode', ({ summaryCode }) => summaryCode],
  ['connectivityCode', ({ connectivityCode }) => connectivityCode],
  ['network', ({ network }) => network],
  ['server', ({ provider }) => provider],
  ...METRICS.map(({ column, key }) => [column, (point: HistoryPoint) => point[key]] as const),
  ['mos', ({ mos }) => mos ?? null],
  ['unstable', ({ unstable }) => unstable],
  ['notified', ({ notified }) => notified],
  ['runId', ({ runId }) => runId],
];

export function historyCsv(points: readonly HistoryPoint[]): string {
  const headings = COLUMNS.map(([heading]) => heading);
  const lines = points.map((point) => COLUMNS.map(([, of]) => cell(of(point))));
  return [headings, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

/** A missing value is an empty cell, never 0. */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  // A spreadsheet takes what begins with these for a formula: a server's name must not run.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
