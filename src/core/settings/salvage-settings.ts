/** What can still be used of settings that are not valid as a whole: each server, and each field, that is. */
import { isRecord } from '../base/is-record.ts';
import { DEFAULT_SETTINGS, parseSettings, type Settings } from './settings.ts';

/** Stored servers looked at: ten times what the settings allow; beyond that it is no list that this extension wrote. */
const MOST_TRIED = 200;

export function salvageSettings(data: unknown): Settings {
  if (!isRecord(data)) return DEFAULT_SETTINGS;
  let settings = DEFAULT_SETTINGS;
  const take = (candidate: unknown): void => {
    const result = parseSettings(candidate);
    if (result.ok) settings = result.settings;
  };
  if (Array.isArray(data.servers)) {
    for (const server of data.servers.slice(0, MOST_TRIED)) {
      take({ ...settings, servers: [...settings.servers, server] });
    }
  }
  for (const [section, known] of Object.entries(DEFAULT_SETTINGS)) {
    const stored = data[section];
    if (!isRecord(stored) || !isRecord(known)) continue;
    for (const field of Object.keys(known)) {
      if (!Object.hasOwn(stored, field)) continue;
      const before = settings[section as keyof Settings];
      take({ ...settings, [section]: { ...before, [field]: stored[field] } });
    }
  }
  return settings;
}
