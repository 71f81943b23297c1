/** The toolbar button: icon, badge and title. */
import browser from 'webextension-polyfill';
import { type ICON_SIZES, LOOKS, type Look } from '../core/sct/look.ts';

export function iconPath(look: Look, size: (typeof ICON_SIZES)[number]): string {
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
