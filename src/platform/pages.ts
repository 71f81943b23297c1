/** The extension's own pages, and what it says about itself. */
import browser from 'webextension-polyfill';

export type OptionsPlace = 'servers' | 'notifications' | 'privacy' | 'welcome';

/** Opens the options, or brings them forward; with a place, in a tab of their own. */
export async function openOptions(place?: OptionsPlace): Promise<void> {
  if (place === undefined) await browser.runtime.openOptionsPage();
  else await browser.tabs.create({ url: browser.runtime.getURL(`options/options.html#${place}`) });
}

/** Opens the page that watches the line, or brings the one that is open forward as it is. */
export async function openWatchPage(): Promise<void> {
  await showTab('watch/watch.html');
}

/**
 * Opens the history, or brings the one that is open forward, with the newest results. Its window, too: who clicks a
 * notification looks elsewhere.
 */
export async function openHistoryPage(): Promise<void> {
  const { tabId, wasOpen } = await showTab('history/history.html');
  if (wasOpen) await browser.tabs.reload(tabId);
}

/** In front, and its window, too. */
async function showTab(path: string): Promise<{ tabId: number | undefined; wasOpen: boolean }> {
  const url = browser.runtime.getURL(path);
  const [open] = await chrome.runtime.getContexts({ contextTypes: ['TAB'], documentUrls: [url] });
  const tab =
    open === undefined
      ? await browser.tabs.create({ url })
      : await browser.tabs.update(open.tabId, { active: true });
  if (tab.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true });
  return { tabId: tab.id, wasOpen: open !== undefined };
}

/** Closes the popup that this is called in, if it is one: Firefox leaves it open, over the page that it opened. */
export function closePopup(): void {
  if (browser.extension.getViews({ type: 'popup' }).includes(window)) window.close();
}

export function extensionVersion(): string {
  return browser.runtime.getManifest().version;
}
