import { errorKey } from './error-key.ts';
import { t } from './text.ts';

/** An error of the settings in the language of the page; the English text itself where there is no other. */
export function errorText(message: string): string {
  const found = errorKey(message);
  return found === undefined ? message : t(found.key, ...found.values);
}
