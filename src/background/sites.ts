/** What pages of allowed sites hear, and what they may ask for. */
import { siteCallbacks, siteOf } from '../core/monitor/site-callbacks.ts';
import { siteRunWaitMs } from '../core/schedule/site-run.ts';
import type { RunAnswer } from '../core/sites/page-messages.ts';
import { effectiveSettings } from '../platform/effective-settings.ts';
import type { SiteProtocol } from '../platform/sites/site-link.ts';
import { granted, registerSiteScripts } from '../platform/sites/site-scripts.ts';
import { monitorItem, networkSaltItem, runningItem, siteRunItem } from '../platform/storage.ts';
import type { RunCycle } from './cycle.ts';
import { createQueue } from './serially.ts';

/** ms; a step of the run cycle may be waited for, and takes no longer. */
const MOST_MS = 150_000;
const serially = createQueue(MOST_MS);

/** Gives the scripts to exactly the sites that are allowed here and in the browser. */
export function renewSiteScripts(): Promise<void> {
  return serially(async () => {
    const { sites } = (await effectiveSettings()).settings;
    await registerSiteScripts(await granted(sites.allowed));
  });
}

/** Answers the script on the page at `url`, as the browser gives it; null when that is of no allowed site. */
export async function answerSite<Name extends keyof SiteProtocol>(
  cycle: RunCycle,
  name: Name,
  url: string,
): Promise<SiteProtocol[Name]>;
export async function answerSite(
  cycle: RunCycle,
  name: keyof SiteProtocol,
  url: string,
): Promise<SiteProtocol[keyof SiteProtocol]> {
  const { settings } = await effectiveSettings();
  const site = siteOf(settings.sites.allowed, url);
  if (site === undefined) return null;
  if (name === 'callBegan') {
    await cycle.callBegan();
    return null;
  }
  if (name === 'requestRun') return runFor(cycle);
  const [{ latest }, secret] = await Promise.all([monitorItem.get(), networkSaltItem.get()]);
  if (settings.schedule.enabled) {
    // Not waited for: what is known is told at once.
    runFor(cycle).catch((error: unknown) => console.error('Precall: no run for a visit:', error));
  }
  return latest && siteCallbacks(latest, site, secret);
}

/** Joins a run under way. */
function runFor(cycle: RunCycle): Promise<RunAnswer> {
  return serially(async () => {
    if ((await runningItem.get()) !== null) return { accepted: true };
    const [{ latest }, startedAt] = await Promise.all([monitorItem.get(), siteRunItem.get()]);
    const now = Date.now();
    const retryAfterMs = siteRunWaitMs({ newestAt: latest?.at ?? null, startedAt, now });
    if (retryAfterMs > 0) return { accepted: false, reason: 'too-soon', retryAfterMs };
    await siteRunItem.set(now);
    const run = await cycle.begin('site');
    return run === null ? { accepted: false, reason: 'not-now' } : { accepted: true };
  });
}
