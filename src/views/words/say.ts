/** The words of the pure core in the language of the browser. */
import type { SummaryWords, Words } from '../../core/presentation/status-line.ts';
import { isEnglish, t } from './text.ts';

export function say(words: Words): string {
  return 'values' in words ? t(words.key, ...words.values.map(summary)) : t(words.key);
}

/** The contract's own words, or their translation. */
function summary({ english, key }: SummaryWords): string {
  return isEnglish() ? english : t(key);
}
