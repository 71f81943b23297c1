/** The settings that hold: the user's, with the administrator's policy over them. */
import browser from 'webextension-polyfill';
import { applyPolicy, type EffectiveSettings } from '../core/settings/policy.ts';
import type { Settings } from '../core/settings/settings.ts';
import { settingsItem } from './storage.ts';

export async function effectiveSettings(): Promise<EffectiveSettings> {
  const [user, policy] = await Promise.all([settingsItem.get(), readPolicy()]);
  return applyPolicy(user, policy);
}

/** Calls back after every change of the user's settings or of the policy; returns the end of watching. */
export function watchEffectiveSettings(onChange: () => void): () => void {
  const endUser = settingsItem.watch((_: Settings) => onChange());
  const listener = (_changes: unknown, area: string): void => {
    if (area === 'managed') onChange();
  };
  browser.storage.onChanged.addListener(listener);
  return () => {
    endUser();
    browser.storage.onChanged.removeListener(listener);
  };
}

async function readPolicy(): Promise<unknown> {
  try {
    return await browser.storage.managed.get(null);
  } catch (error) {
    // Firefox rejects where no policy names this extension.
    console.debug('Precall: no managed storage:', error instanceof Error ? error.message : String(error));
    return {};
  }
}
