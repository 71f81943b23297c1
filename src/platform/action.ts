/** The toolbar button: icon, badge and title. */
import browser from 'webextension-polyfill';
import { LOOKS, type Look } from '../core/sct/look.ts';

export function iconPath(look: Look, size: 16 | 32 | 128): string {
  return `/icons/${look}-${size}.png`;
}

export async function showLook(look: Look, title: string): Promise<void> {
  const { badge, badgeColor } = LOOKS[look];
  await Promise.all([
    browser.action.setIcon({ path: { 16: iconPath(look, 16), 32: iconPath(look, 32) } }),
    browser.action.setBadgeText({ text: badge }),
    browser.action.setBadgeBackgroundColor({ color: badgeColor }),
    browser.action.setBadgeTextColor({ color: '#ffffff' }),
    browser.action.setTitle({ title }),
  ]);
}

/** Whether the person sees the button without opening a menu. */
export async function isOnToolbar(): Promise<boolean> {
  return (await browser.action.getUserSettings()).isOnToolbar === true;
}

/** Calls back when the person has pinned or hidden the button; returns the end of watching. */
export function watchOnToolbar(onChange: (isOnToolbar: boolean) => void): () => void {
  const listener = ({ isOnToolbar: now }: { isOnToolbar?: boolean }): void => onChange(now === true);
  browser.action.onUserSettingsChanged.addListener(listener);
  return () => browser.action.onUserSettingsChanged.removeListener(listener);
}
