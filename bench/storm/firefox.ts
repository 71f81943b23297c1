/** The storm's Firefox: the background is an event page, which itself measures. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningRun } from '../../src/platform/storage.ts';
import { FirefoxUnderTest } from '../../test/e2e/firefox-extension.ts';
import { BACKGROUND_SINCE, breakable } from './breakable.ts';
import type { StormBrowser } from './browser.ts';

/** ms without an event after which Firefox ends the event page; the default of 30 s is longer than a step of the storm. */
const IDLE_MS = 10_000;

export async function launchFirefoxStorm(): Promise<StormBrowser> {
  const extension = await FirefoxUnderTest.launch({
    installed: true,
    prepare: breakable,
    preferences: { 'extensions.background.idle.timeout': IDLE_MS },
  });
  return {
    name: 'firefox',
    extension,
    measuresInBackground: true,
    killBackground: () => extension.stopEventPage(),
    closeDocument: () => Promise.reject(new Error('Firefox has no measuring document')),
    crash: () => extension.crash(),
    update: () => extension.afterReload(() => extension.offerUpdate()),
    goOffline: (offline) => extension.workOffline(offline),
    async pressInWindows(labels) {
      const pages = await Promise.all(labels.map(() => extension.openPage('options/options.html')));
      await Promise.all(labels.map((label, place) => pages[place]?.sees(label)));
      await Promise.all(labels.map((label, place) => pages[place]?.tick(label)));
      return async () => {
        for (const page of pages) await page.close();
      };
    },
    async mayMeasure() {
      if ((await extension.eventPageState()) === 'stopped') return false;
      const since = await extension.call(
        async (item: string) => (await chrome.storage.session.get<Record<string, number>>(item))[item] ?? 0,
        BACKGROUND_SINCE,
      );
      const running = await extension.stored<RunningRun | null>('session', 'running');
      return running === undefined || running === null || running.startedAt >= since;
    },
    async atTheEnd() {
      // Whatever keeps the page alive beyond a run would do so for good.
      const until = Date.now() + 3 * IDLE_MS;
      while (Date.now() < until) {
        if ((await extension.eventPageState()) === 'stopped') return [];
        await sleep(500);
      }
      return ['the event page does not end by itself'];
    },
    dispose: () => extension.dispose(),
  };
}
