/** The storm's Chromium: the background is a service worker, and a document beside it measures. */
import { ExtensionUnderTest } from '../../test/e2e/extension.ts';
import { raiseVersion } from '../../test/e2e/raise-version.ts';
import { breakable } from './breakable.ts';
import type { StormBrowser } from './browser.ts';

export async function launchChromiumStorm(): Promise<StormBrowser> {
  const extension = await ExtensionUnderTest.launch({ prepare: breakable });
  const version = () => extension.call(() => chrome.runtime.getManifest().version, undefined);
  return {
    name: 'chromium',
    extension,
    measuresInBackground: false,
    killBackground: () => extension.killWorker(),
    async closeDocument() {
      if (!(await extension.hasOffscreenDocument())) return;
      try {
        await extension.closeOffscreenDocument();
      } catch (error) {
        // The run ended just then, and it closed itself.
        if (await extension.hasOffscreenDocument()) throw error;
      }
    },
    crash: () => extension.crash(),
    async update() {
      const newer = await raiseVersion(extension.extensionFolder);
      await extension.afterReload(() => extension.announceUpdate());
      if ((await version()) !== newer) throw new Error('the newer version does not run');
    },
    goOffline: (offline) => extension.networkEvent(offline ? 'offline' : 'online'),
    async pressInWindows(labels) {
      const pages = await Promise.all(labels.map(() => extension.openPage('options/options.html')));
      const boxes = labels.flatMap((label, place) => pages[place]?.getByLabel(label) ?? []);
      await Promise.all(boxes.map((box) => box.waitFor()));
      await Promise.all(boxes.map((box) => box.click()));
      return async () => {
        for (const page of pages) await page.close();
      };
    },
    mayMeasure: () => extension.hasOffscreenDocument(),
    atTheEnd: async () => [],
    dispose: () => extension.dispose(),
  };
}
