/** Desktop notifications. Firefox knows neither buttons nor `silent`: a click on the notification must suffice. */
import browser from 'webextension-polyfill';

/** ms; a desktop that has not taken or told something by then may never do so. */
export const DESKTOP_MS = 5_000;

export interface DesktopNotification {
  readonly title: string;
  readonly message: string;
  readonly icon: string;
}

/**
 * Raises the notification, also where one of this id stands or was dismissed by hand: a desktop shows what it takes for
 * the same one without a word, or not at all.
 */
export async function raise(id: string, { title, message, icon }: DesktopNotification): Promise<void> {
  await clear(id);
  await browser.notifications.create(id, {
    type: 'basic',
    title,
    message,
    iconUrl: browser.runtime.getURL(icon),
  });
}

/** Whether it stands on the desktop, or among what a person has not read there yet. */
export async function isShown(id: string): Promise<boolean> {
  return Object.hasOwn(await browser.notifications.getAll(), id);
}

export async function clear(id: string): Promise<void> {
  await browser.notifications.clear(id);
}

export async function clearAll(): Promise<void> {
  for (const id of Object.keys(await browser.notifications.getAll())) await clear(id);
}

/** Call it synchronously at the top level. */
export function onNotificationClicked(listener: (id: string) => void): void {
  browser.notifications.onClicked.addListener(listener);
}
