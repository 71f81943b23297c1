/** The settings' errors in English, where no browser chooses the language: the command line and the SCT API. */
import texts from '../../_locales/en/messages.json' with { type: 'json' };
import type { FieldError } from '../core/settings/settings-error.ts';

export function settingsErrorText({ code, params }: Pick<FieldError, 'code' | 'params'>): string {
  return texts[`error_${code}`].message.replace(/\$(\d)/g, (_, place) => params[Number(place) - 1] ?? '');
}
