/** What speaks against sending much just now, as far as the browser says without a permission. */
import browser from 'webextension-polyfill';
import type { RunConditions } from '../core/run-kind.ts';

export async function runConditions(): Promise<RunConditions> {
  const saveData = savesData();
  return { soundPlaying: await isSoundPlaying(), ...(saveData !== undefined && { saveData }) };
}

/** Also when the tab is muted: the others in the call hear on. */
async function isSoundPlaying(): Promise<boolean> {
  return (await browser.tabs.query({ audible: true })).length > 0;
}

/** Chromium only: https://wicg.github.io/savedata/#savedata-attribute */
function savesData(): boolean | undefined {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  return connection?.saveData;
}
