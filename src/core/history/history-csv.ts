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
  ['upLossRatio', ({ upLossRatio }) => upLossRatio ?? null],
  ['downLossRatio', ({ downLossRatio }) => downLossRatio ?? null],
  ['mos', ({ mos }) => mos ?? null],
  ['callLevel', ({ callLevel }) => callLevel ?? null],
  ['voiceMos', ({ voiceMos }) => voiceMos ?? null],
  ['sentVideoKbps', ({ sentVideoKbps }) => sentVideoKbps ?? null],
  ['receivedVideoKbps', ({ receivedVideoKbps }) => receivedVideoKbps ?? null],
  ['idleRoundTripMs', ({ idleRoundTripTimeMs }) => idleRoundTripTimeMs ?? null],
  ['loadedRoundTripMs', ({ loadedRoundTripTimeMs }) => loadedRoundTripTimeMs ?? null],
  ['unstable', ({ unstable }) => unstable],
  ['notified', ({ notified }) => notified],
  ['runId', ({ runId }) => runId],
  // False: the codes repeat what was measured before.
  ['qualityMeasured', ({ connectedOnly }) => connectedOnly !== true],
];

/** Excel takes a file without it for one in the old character set of its country. */
const BYTE_ORDER_MARK = '\uFEFF';

export function historyCsv(points: readonly HistoryPoint[]): string {
  const headings = COLUMNS.map(([heading]) => heading);
  const lines = points.map((point) => COLUMNS.map(([, of]) => cell(of(point))));
  return BYTE_ORDER_MARK + [headings, ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

/** A missing value is an empty cell, never 0. */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = withoutFormulas(value);
  return /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A spreadsheet runs what begins with one of these signs, full width too, and a server's name must not run. Which
 * character parts the cells is up to the spreadsheet's country: then a quoted cell is cut within, and what follows begins
 * another. https://owasp.org/www-community/attacks/CSV_Injection
 */
function withoutFormulas(text: string): string {
  return text
    .replace(/(?<=^|[,;|\t\r\n])(?=[\s"]*[=+\-@＝＋－＠﹦﹢﹣﹫])/g, "'")
    .replace(/^(?=[\t\r\n])/, "'");
}
