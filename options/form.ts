/** How a field changes the settings: checked as a whole, saved at once, or refused with an error at the field. */
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { isRecord } from '../src/core/base/is-record.ts';
import { isManaged } from '../src/core/settings/policy.ts';
import { parseSettings, type Settings } from '../src/core/settings/settings.ts';
import type { FieldError } from '../src/core/settings/settings-error.ts';
import { settingsAsideItem, settingsItem } from '../src/platform/storage.ts';
import { errorText } from '../src/views/words/error-text.ts';
import { t } from '../src/views/words/text.ts';

export interface Form {
  /** The user's own, which are edited. */
  readonly settings: Settings;
  /** What holds: the policy's values lie over the user's. */
  readonly effective: Settings;
  /** Dotted paths that the policy decides. */
  readonly managed: readonly string[];
  /** Said to everybody, also to a screen reader. */
  readonly say: (text: string) => void;
}

export const FormContext = createContext<Form | undefined>(undefined);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (form === undefined) throw new Error('A form part stands outside the form.');
  return form;
}

/** The storage did not take the settings; `text` says why. */
export interface Unsaved {
  readonly ok: false;
  readonly text: string;
}

/**
 * Saves what `change` makes of the settings as they stand by then: what is drawn may be older, and another field, tab or
 * page has its change, too. Why nothing was saved, or undefined when it was.
 */
export async function changeSettings<Refusal extends { readonly ok: false }>(
  change: (before: Settings) => { readonly ok: true; readonly settings: Settings } | Refusal,
): Promise<Refusal | Unsaved | undefined> {
  let refusal: Refusal | undefined;
  try {
    await settingsItem.update((before) => {
      const result = change(before);
      if (result.ok) return result.settings;
      refusal = result;
      return undefined;
    });
    // Whoever saves has seen what became of settings that could not be read.
    if (refusal === undefined) await settingsAsideItem.update((aside) => (aside === null ? undefined : null));
    return refusal;
  } catch (error) {
    console.error('Precall: the settings were not saved.', error);
    const isNewer = error instanceof Error && error.name === 'NewerDataError';
    return { ok: false, text: t(isNewer ? 'newerSettings' : 'saveFailed') };
  }
}

/** The same where the error is shown at one place: that of the value at `path`, or else the first one. */
export async function changeValue(
  path: string,
  change: (before: Settings) => unknown,
): Promise<string | undefined> {
  const refusal = await changeSettings((before) => parseSettings(change(before)));
  if (refusal === undefined) return undefined;
  return 'text' in refusal ? refusal.text : errorAt(refusal.errors, path);
}

export interface FieldState<T> {
  readonly value: T;
  readonly error: string | undefined;
  readonly managed: boolean;
  readonly change: (value: T | undefined) => void;
}

/** One field at a dotted path. What was typed stays, also when it is refused. */
export function useField<T>(path: string): FieldState<T> {
  const form = useForm();
  // What was typed or chosen: until it is stored, and for as long as it is refused.
  const [own, setOwn] = useState<{ readonly value: T | undefined; readonly error?: string }>();
  const managed = isManaged(form.managed, path);
  const stored = valueAt(managed ? form.effective : form.settings, path) as T;
  // A new stored value takes the place of a pending one.
  const version = JSON.stringify(stored);
  useEffect(() => setOwn((before) => (before?.error === undefined ? undefined : before)), [version]);
  const change = async (value: T | undefined): Promise<void> => {
    setOwn({ value });
    const error = await changeValue(path, (before) => withValue(before, path, value));
    if (error === undefined) form.say(t('saved'));
    else setOwn({ value, error });
  };
  return {
    value: (own === undefined ? stored : own.value) as T,
    error: own?.error,
    managed,
    change: (value) => void change(value),
  };
}

function errorAt(errors: readonly FieldError[], path: string): string {
  const own = errors.find(({ field }) => field === path || field.startsWith(`${path}.`));
  const error = own ?? errors[0];
  return error === undefined ? t('saveFailed') : errorText(error);
}

function valueAt(settings: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), settings);
}

/** A copy with `value` at the path; undefined removes the field. */
function withValue(settings: unknown, path: string, value: unknown): unknown {
  const [key = '', ...rest] = path.split('.');
  const record = isRecord(settings) ? settings : {};
  const { [key]: before, ...others } = record;
  const next = rest.length === 0 ? value : withValue(before, rest.join('.'), value);
  return next === undefined ? others : { ...others, [key]: next };
}
