/** Newer versions of the extension itself. */
import browser from 'webextension-polyfill';

/**
 * A newer version is downloaded. Firefox holds it back as long as somebody listens for it, Chrome while the extension
 * does something; each applies it with `reload`, or at its next start. Call it synchronously at the top level.
 */
export function onUpdateAvailable(listener: () => void): void {
  browser.runtime.onUpdateAvailable.addListener(() => listener());
}

/** Starts the extension anew, with the newer version where one is there; nothing after this call is sure to happen. */
export function reload(): void {
  browser.runtime.reload();
}
