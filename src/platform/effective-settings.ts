/** The settings that hold: the user's, with the administrator's policy over them. */
import browser from 'webextension-polyfill';
import { applyPolicy, type EffectiveSettings } from '../core/settings/policy.ts';
import type { Settings } from '../core/settings/settings.ts';
import { managedPolicy } from './managed-policy.ts';
import { policyItem, settingsItem } from './storage.ts';

export async function effectiveSettings(): Promise<EffectiveSettings> {
  const [user, policy] = await Promise.all([settingsItem.get(), managedPolicy()]);
  return applyPolicy(user, policy);
}

/** With the policy that was read last, for a page that must not stand empty until the browser gives it again. */
export async function settingsAtOnce(): Promise<EffectiveSettings> {
  const [user, policy] = await Promise.all([settingsItem.get(), policyItem.get()]);
  return applyPolicy(user, policy);
}

/** Calls back after every change of the user's settings or of the policy; returns the end of watching. */
export function watchEffectiveSettings(onChange: () => void): () => void {
  const endUser = settingsItem.watch((_: Settings) => onChange());
  const endPolicy = policyItem.watch(() => onChange());
  const listener = (_changes: unknown, area: string): void => {
    if (area === 'managed') onChange();
  };
  browser.storage.onChanged.addListener(listener);
  return () => {
    endUser();
    endPolicy();
    browser.storage.onChanged.removeListener(listener);
  };
}
