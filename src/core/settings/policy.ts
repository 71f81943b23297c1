/**
 * An administrator's values lie over the user's, field by field. Of a field that is faulty what can be used holds: the good two
 * of three servers, the good headers.
 */

import { isRecord } from '../base/is-record.ts';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from './settings.ts';
import type { FieldError } from './settings-error.ts';
import { usablePart } from './usable-part.ts';

export interface EffectiveSettings {
  readonly settings: Settings;
  /** Dotted paths that the policy decides, for example `servers` or `schedule.intervalS`. */
  readonly managed: readonly string[];
  /** What is wrong with the policy; its faulty parts are left out, the rest holds. */
  readonly policyErrors: readonly FieldError[];
}

/** `policy` has the shape of the settings; absent fields are the user's. Never throws. */
export function applyPolicy(user: Settings, policy: unknown): EffectiveSettings {
  let settings = user;
  const managed: string[] = [];
  const policyErrors: FieldError[] = [];
  for (const [path, value] of fieldsOf(policy)) {
    // Chrome drops by the schema what it does not know; Firefox has none.
    if (!exists(path)) {
      policyErrors.push({ field: path.join('.'), code: 'noSetting', params: [] });
      continue;
    }
    const before = settings;
    const parse = (candidate: unknown) => parseSettings(withField(before, path, candidate));
    const whole = parse(value);
    if (!whole.ok) {
      policyErrors.push(...whole.errors.map((error) => ({ ...error, field: error.field || path.join('.') })));
    }
    const part = whole.ok ? value : usablePart(value, (candidate) => parse(candidate).ok);
    const held = part === undefined ? undefined : parse(part);
    if (!held?.ok) continue;
    settings = held.settings;
    managed.push(path.join('.'));
  }
  return { settings, managed, policyErrors };
}

/** Whether the policy decides a field: itself, or the whole that it is a part of (`notifications.texts.300`). */
export function isManaged(managed: readonly string[], path: string): boolean {
  return managed.some((known) => path === known || path.startsWith(`${known}.`));
}

function fieldsOf(policy: unknown): [readonly string[], unknown][] {
  if (!isRecord(policy)) return [];
  return Object.entries(policy).flatMap(([section, value]): [readonly string[], unknown][] =>
    isRecord(value)
      ? Object.entries(value).map(([field, inner]) => [[section, field], inner])
      : [[[section], value]],
  );
}

function exists([section = '', field]: readonly string[]): boolean {
  if (!Object.hasOwn(DEFAULT_SETTINGS, section)) return false;
  const known: unknown = (DEFAULT_SETTINGS as Record<string, unknown>)[section];
  // A whole section that is no record gets the error of its own shape.
  return field === undefined || !isRecord(known) || Object.hasOwn(known, field);
}

function withField(settings: Settings, [section = '', field]: readonly string[], value: unknown): unknown {
  const before: unknown = (settings as Record<string, unknown>)[section];
  const next = field === undefined ? value : { ...(isRecord(before) ? before : {}), [field]: value };
  return { ...settings, [section]: next };
}
