/** The words of a watch in the language of the browser. */
import type { WatchChange, WatchSummary } from '../../core/watch/watch-report.ts';
import { type WatchValue, type WatchWords, watchSentences } from '../../core/watch/watch-words.ts';
import { formatDuration, formatPercent, formatSeconds } from './format.ts';
import { networkName } from './network-name.ts';
import { plural, t } from './text.ts';

const FORMATS: Readonly<Record<WatchValue['as'], (value: number) => string>> = {
  duration: formatDuration,
  seconds: formatSeconds,
  percent: formatPercent,
};

function sayWatch(words: WatchWords): string {
  const values = words.values.map(({ as, value }) => FORMATS[as](value));
  return 'plural' in words ? plural(words.plural, words.count, ...values) : t(words.key, ...values);
}

/** What it comes to, in a few sentences. */
export function watchSummaryText(summary: WatchSummary): string {
  return watchSentences(summary).map(sayWatch).join(' ');
}

export interface WatchEvent {
  /** ms since the first probe. */
  readonly atMs: number;
  readonly text: string;
}

/** Oldest first. */
export function watchEvents({ stalls, interruptions, changes }: WatchSummary): WatchEvent[] {
  return [
    ...stalls.map(({ atMs, ms }) => ({ atMs, text: t('watchEventStall', formatSeconds(ms)) })),
    ...interruptions.map(({ atMs, ms }) => ({ atMs, text: t('watchEventBroken', formatSeconds(ms)) })),
    ...changes.map((change) => ({ atMs: change.atMs, text: changeText(change) })),
  ].sort((a, b) => a.atMs - b.atMs);
}

function changeText({ kind, from, to }: WatchChange): string {
  const what = t(`watchChange_${kind}`);
  if (from === undefined || to === undefined) return what;
  return `${what} (${nameOf(kind, from)} → ${nameOf(kind, to)})`;
}

function nameOf(kind: WatchChange['kind'], value: string): string {
  if (kind === 'network') return networkName(value) ?? value;
  if (kind === 'transport') return value.toUpperCase();
  return kind === 'family' ? value.replace('ip', 'IP') : value;
}
