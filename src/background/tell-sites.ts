/** Each judged run goes to the open pages of allowed sites. */
import type { JudgedRun } from '../core/monitor/judged-run.ts';
import { siteCallbacks, siteOf } from '../core/monitor/site-callbacks.ts';
import type { Settings } from '../core/settings/settings.ts';
import { askTab, tabsOfSites } from '../platform/sites/site-link.ts';
import { networkSaltItem } from '../platform/storage.ts';

/** Never rejects: no run fails for a page. */
export async function tellSites(run: JudgedRun, settings: Settings): Promise<void> {
  try {
    const secret = await networkSaltItem.get();
    const tabs = await tabsOfSites(settings.sites.allowed);
    await Promise.all(
      tabs.map(async (tab) => {
        const site = siteOf(settings.sites.allowed, tab.url);
        if (site !== undefined) await askTab(tab, 'told', siteCallbacks(run, site, secret));
      }),
    );
  } catch (error) {
    console.error('Precall: the pages of allowed sites were not told:', error);
  }
}
