/** Whether two browsers say the same of one link: rtt, loss, throughput and the code of the summary. */
import type { OutputLine } from '../../cli/output-line.ts';
import { mean, median } from '../../src/core/base/statistics.ts';
import { shown, shownPercent } from '../report/markdown-table.ts';

export const HEADER = [
  'link',
  'rtt ms',
  'loss',
  'throughput kbit/s',
  'jitter ms',
  'summary',
  'time s',
  'agree',
];

/** Chromium and Firefox may differ by this: rtt by the larger of the two, throughput by a share. */
const RTT = { ms: 2, share: 0.05 } as const;
const THROUGHPUT_SHARE = 0.1;
/** Probes of a run that count for loss, at least. */
const PROBES = 130;

type Figure = 'rtt' | 'jitter' | 'fractionalLoss' | 'throughput';

export function agreementRow(
  name: string,
  chromium: readonly OutputLine[],
  firefox: readonly OutputLine[],
): string[] {
  const both = <T>(say: (runs: readonly OutputLine[]) => T): Pair<T> => [say(chromium), say(firefox)];
  const pair = (figure: Figure) => both((runs) => median(figuresOf(runs, figure)));
  const rtt = pair('rtt');
  const loss = both((runs) => mean(figuresOf(runs, 'fractionalLoss')));
  const throughput = pair('throughput');
  const codes = both((runs) => mostFrequent(runs.map(({ event }) => event.summaryCode)));
  const time = both((runs) => median(runs.map(({ run }) => run.durationMs / 1000)));
  const apart = [
    ...(within(rtt, Math.max(RTT.ms, RTT.share * (rtt[0] ?? 0))) ? [] : ['rtt']),
    ...(within(loss, samplingError(loss, chromium.length)) ? [] : ['loss']),
    ...(within(throughput, THROUGHPUT_SHARE * (throughput[0] ?? 0)) ? [] : ['throughput']),
    ...(codes[0] === codes[1] ? [] : ['summary']),
  ];
  return [
    name,
    rtt.map((value) => shown(value, 1)).join(' / '),
    loss.map((value) => shownPercent(value)).join(' / '),
    throughput.map((value) => shown(value)).join(' / '),
    pair('jitter')
      .map((value) => shown(value, 1))
      .join(' / '),
    codes.join(' / '),
    time.map((value) => shown(value, 1)).join(' / '),
    chromium.length * firefox.length === 0
      ? 'a browser gave no result'
      : apart.length === 0
        ? 'yes'
        : `not in ${apart.join(', ')}`,
  ];
}

type Pair<T = number | undefined> = readonly [T, T];

function figuresOf(runs: readonly OutputLine[], figure: Figure): number[] {
  return runs.flatMap(({ preCallTestResults: [result] }) => result?.[figure] ?? []);
}

function within([a, b]: Pair, most: number): boolean {
  return a === undefined || b === undefined ? a === b : Math.abs(a - b) <= most;
}

/** Of the difference of two means of `runs` runs, 95 %. */
function samplingError([a = 0, b = 0]: Pair, runs: number): number {
  const ratio = (a + b) / 2;
  return 1.96 * Math.sqrt((2 * ratio * (1 - ratio)) / (PROBES * runs));
}

function mostFrequent<T>(values: readonly T[]): T | undefined {
  const count = (value: T) => values.filter((other) => other === value).length;
  return [...values].sort((a, b) => count(b) - count(a))[0];
}
