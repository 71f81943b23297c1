/** An administrator's values lie over the user's: whole sections for lists, single fields for the rest. */
import { type FieldError, parseSettings, type Settings } from './settings.ts';

export interface EffectiveSettings {
  readonly settings: Settings;
  /** Dotted paths that the policy decides, for example `servers` or `schedule.intervalS`. */
  readonly managed: readonly string[];
  /** What is wrong with the policy; its faulty fields are left out, the rest holds. */
  readonly policyErrors: readonly FieldError[];
}

/** `policy` has the shape of the settings; absent fields are the user's. Never throws. */
export function applyPolicy(user: Settings, policy: unknown): EffectiveSettings {
  let settings = user;
  const managed: string[] = [];
  const policyErrors: FieldError[] = [];
  for (const [path, value] of fieldsOf(policy)) {
    const result = parseSettings(withField(settings, path, value));
    if (result.ok) {
      settings = result.settings;
      managed.push(path.join('.'));
    } else {
      policyErrors.push(
        ...result.errors.map(({ field, message }) => ({ field: field || path.join('.'), message })),
      );
    }
  }
  return { settings, managed, policyErrors };
}

function fieldsOf(policy: unknown): [readonly string[], unknown][] {
  if (!isRecord(policy)) return [];
  return Object.entries(policy).flatMap(([section, value]): [readonly string[], unknown][] =>
    isRecord(value)
      ? Object.entries(value).map(([field, inner]) => [[section, field], inner])
      : [[[section], value]],
  );
}

function withField(settings: Settings, [section = '', field]: readonly string[], value: unknown): unknown {
  const before: unknown = (settings as Record<string, unknown>)[section];
  const next = field === undefined ? value : { ...(isRecord(before) ? before : {}), [field]: value };
  return { ...settings, [section]: next };
}

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
