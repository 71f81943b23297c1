/** The browser's translations; the words themselves stand in `_locales`. */
import browser from 'webextension-polyfill';

/** Empty when there is no such message. `$1` to `$9` in the message become the substitutions. */
export function translated(key: string, substitutions: readonly string[] = []): string {
  return browser.i18n.getMessage(key, [...substitutions]);
}
