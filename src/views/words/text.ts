/** Every text of the views, by a key that the compiler knows. */
import type messages from '../../../_locales/en/messages.json';
import { translated } from '../../platform/i18n.ts';

export type TextKey = keyof typeof messages;

export function t(key: TextKey, ...substitutions: readonly (string | number)[]): string {
  const text = translated(key, substitutions.map(String));
  // A missing text is a defect to be seen, not a gap.
  return text === '' ? key : text;
}

/** BCP 47 tag of the texts, so that numbers and dates speak the same language as they do. */
export function language(): string {
  return t('languageTag');
}

/** Says in `<html>` what language and direction the page has, and gives it its title. */
export function announceLanguage(title: TextKey): void {
  document.documentElement.lang = language();
  document.documentElement.dir = t('textDirection');
  document.title = t(title);
}

/** Whether a translated line is due below the contract's English texts. */
export function isEnglish(): boolean {
  return language().startsWith('en');
}

/** Picks `<key>_one`, `<key>_other`, ... by the language's rules for a count. */
export function plural(key: PluralKey, count: number, ...more: readonly string[]): string {
  const wanted = `${key}_${new Intl.PluralRules(language()).select(count)}`;
  const text = translated(wanted, [formatCount(count), ...more]);
  return text === '' ? t(`${key}_other`, formatCount(count), ...more) : text;
}

type PluralKey = { [K in TextKey]: K extends `${infer Stem}_other` ? Stem : never }[TextKey];

function formatCount(count: number): string {
  return new Intl.NumberFormat(language()).format(count);
}
