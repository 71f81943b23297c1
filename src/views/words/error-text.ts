import type { FieldError } from '../../core/settings/settings-error.ts';
import { t } from './text.ts';

/** An error of the settings in the language of the page. */
export function errorText({ code, params }: Pick<FieldError, 'code' | 'params'>): string {
  return t(`error_${code}`, ...params);
}
