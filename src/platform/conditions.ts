/** What speaks against sending much just now, as far as the browser says without a permission. */
import browser from 'webextension-polyfill';
import type { RunConditions } from '../core/schedule/run-kind.ts';

export async function runConditions(): Promise<RunConditions> {
  const saveData = savesData();
  const soundPlaying = await isSoundPlaying();
  return {
    ...(soundPlaying !== undefined && { soundPlaying }),
    ...(saveData !== undefined && { saveData }),
  };
}

/** Also when the tab is muted: the others in the call hear on. Chrome tells nothing while a tab is dragged. */
async function isSoundPlaying(): Promise<boolean | undefined> {
  try {
    return (await browser.tabs.query({ audible: true })).length > 0;
  } catch (error) {
    console.warn('Precall: the tabs cannot be asked for sound:', error);
    return undefined;
  }
}

/** Chromium only: https://wicg.github.io/savedata/#savedata-attribute */
function savesData(): boolean | undefined {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  return connection?.saveData;
}
