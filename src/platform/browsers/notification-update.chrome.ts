/** Changes the text of a standing notification. Same signature as `notification-update.firefox.ts`. */
import browser from 'webextension-polyfill';
import type { DesktopNotification } from '../notifications.ts';

/** Silently; false when there is none. */
export async function update(id: string, { title, message, icon }: DesktopNotification): Promise<boolean> {
  return chrome.notifications.update(id, { title, message, iconUrl: browser.runtime.getURL(icon) });
}
