/** What can still be used of stored settings that are not valid as a whole: each server, and each field, that is. */
import { applyPolicy } from './policy.ts';
import { DEFAULT_SETTINGS, type Settings } from './settings.ts';

export function salvageSettings(data: unknown): Settings {
  return applyPolicy(DEFAULT_SETTINGS, data).settings;
}
