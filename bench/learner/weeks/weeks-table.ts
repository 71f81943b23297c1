/** The verdicts of all weeks as a Markdown table, a row a kind. */
import type { EpisodeOutcome, WeekVerdict } from './judge-week.ts';

export interface JudgedKind {
  readonly kind: string;
  readonly verdicts: readonly WeekVerdict[];
}

const HEAD = [
  '| weeks | right | told at all | as often as is right | outside, a day awake | delay, runs | what was wrong |',
  '|---|---|---|---|---|---|---|',
];

export function weeksTable(kinds: readonly JudgedKind[]): string {
  const all = { kind: '**all**', verdicts: kinds.flatMap(({ verdicts }) => verdicts) };
  return [...HEAD, ...[...kinds, all].map(row)].join('\n');
}

function row({ kind, verdicts }: JudgedKind): string {
  const episodes = verdicts.flatMap((verdict) => verdict.episodes);
  const told = episodes.filter(({ tellings }) => tellings > 0);
  const fitting = told.filter(({ tellings, most }) => tellings <= most);
  const days = sum(verdicts.map(({ awakeDays }) => awakeDays));
  const cells = [
    kind,
    `${verdicts.filter(({ right }) => right).length} of ${verdicts.length}`,
    share(told, episodes),
    share(fitting, episodes),
    (sum(verdicts.map(({ outside }) => outside)) / days).toFixed(3),
    delay(episodes),
    rules(verdicts),
  ];
  return `| ${cells.join(' | ')} |`;
}

function share(some: readonly unknown[], of: readonly unknown[]): string {
  return of.length === 0 ? '-' : `${some.length} of ${of.length}`;
}

function delay(episodes: readonly EpisodeOutcome[]): string {
  const delays = episodes.flatMap(({ delayRuns, prompt }) =>
    prompt && delayRuns !== undefined ? [delayRuns] : [],
  );
  return delays.length === 0 ? '-' : (sum(delays) / delays.length).toFixed(1);
}

function rules(verdicts: readonly WeekVerdict[]): string {
  const counts = new Map<string, number>();
  for (const { rule } of verdicts.flatMap(({ faults }) => faults))
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => `${rule} ${count}`).join(', ');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
