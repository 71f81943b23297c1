/** The extension's own pages, and what it says about itself. */
import browser from 'webextension-polyfill';

export type OptionsPlace = 'servers' | 'notifications' | 'privacy' | 'welcome';

/** Opens the options, or brings them forward; with a place, in a tab of their own. */
export async function openOptions(place?: OptionsPlace): Promise<void> {
  if (place === undefined) await browser.runtime.openOptionsPage();
  else await browser.tabs.create({ url: browser.runtime.getURL(`options/options.html#${place}`) });
}

export async function openHistoryPage(): Promise<void> {
  await browser.tabs.create({ url: browser.runtime.getURL('history/history.html') });
}

export function extensionVersion(): string {
  return browser.runtime.getManifest().version;
}
