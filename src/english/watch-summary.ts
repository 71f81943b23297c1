/** What a watch comes to in English, for the command line. */
import texts from '../../_locales/en/messages.json' with { type: 'json' };
import type { WatchSummary } from '../core/watch/watch-report.ts';
import { type WatchValue, type WatchWords, watchSentences } from '../core/watch/watch-words.ts';

export function watchSummaryEnglish(summary: WatchSummary): string {
  return watchSentences(summary).map(sentence).join(' ');
}

function sentence(words: WatchWords): string {
  const values = words.values.map(written);
  if (!('plural' in words)) return filled(texts[words.key].message, values);
  const { plural, count } = words;
  return filled(texts[`${plural}_${count === 1 ? 'one' : 'other'}`].message, [String(count), ...values]);
}

function filled(text: string, values: readonly string[]): string {
  return text.replace(/\$(\d)/g, (_, place) => values[Number(place) - 1] ?? '');
}

function written({ as, value }: WatchValue): string {
  if (as === 'percent') return `${digits(value * 100)} %`;
  const seconds = value / 1000;
  return as === 'duration' && seconds >= 120 ? `${Math.round(seconds / 60)} min` : `${digits(seconds)} s`;
}

function digits(value: number): string {
  return value < 10 ? String(Number(value.toFixed(1))) : String(Math.round(value));
}
