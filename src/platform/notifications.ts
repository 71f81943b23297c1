/** Desktop notifications. Firefox knows neither buttons nor `silent`: a click on the notification must suffice. */
import browser from 'webextension-polyfill';

export interface DesktopNotification {
  readonly title: string;
  readonly message: string;
  readonly icon: string;
}

/** Raises the notification, or replaces the text of the one with this id. */
export async function raise(id: string, { title, message, icon }: DesktopNotification): Promise<void> {
  await browser.notifications.create(id, {
    type: 'basic',
    title,
    message,
    iconUrl: browser.runtime.getURL(icon),
  });
}

export async function clear(id: string): Promise<void> {
  await browser.notifications.clear(id);
}

/** Call it synchronously at the top level. */
export function onNotificationClicked(listener: (id: string) => void): void {
  browser.notifications.onClicked.addListener(listener);
}
