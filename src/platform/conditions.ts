/** What speaks against sending much just now, as far as the browser says without a permission. */
import browser from 'webextension-polyfill';
import type { RunConditions } from '../core/schedule/run-kind.ts';
import type { Settings } from '../core/settings/settings.ts';
import { inTime } from './in-time.ts';
import { askTab, tabsOfSites } from './sites/site-link.ts';

/** ms; a run does not wait longer for what may only make it lighter. */
const ANSWER_MS = 2_000;

export async function runConditions({ sites }: Pick<Settings, 'sites'>): Promise<RunConditions> {
  const saveData = savesData();
  const [soundPlaying, inCall] = await Promise.all([isSoundPlaying(), isInCall(sites.allowed)]);
  return {
    ...(soundPlaying !== undefined && { soundPlaying }),
    ...(inCall !== undefined && { inCall }),
    ...(saveData !== undefined && { saveData }),
  };
}

/** Also when the tab is muted: the others in the call hear on. Chrome tells nothing while a tab is dragged. */
async function isSoundPlaying(): Promise<boolean | undefined> {
  try {
    return (await inTime(ANSWER_MS, 'The tabs', browser.tabs.query({ audible: true }))).length > 0;
  } catch (error) {
    console.warn('Precall: the tabs cannot be asked for sound:', error);
    return undefined;
  }
}

/** On an allowed site: the browser says who plays sound, and the page whether a peer connection lives. */
async function isInCall(sites: Settings['sites']['allowed']): Promise<boolean | undefined> {
  try {
    const tabs = await tabsOfSites(sites);
    if (tabs.some(({ audible }) => audible)) return true;
    return (await Promise.all(tabs.map((tab) => askTab(tab, 'inCall')))).includes(true);
  } catch (error) {
    console.warn('Precall: the pages of allowed sites cannot be asked for a call:', error);
    return undefined;
  }
}

/** Chromium only: https://wicg.github.io/savedata/#savedata-attribute */
function savesData(): boolean | undefined {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  return connection?.saveData;
}
