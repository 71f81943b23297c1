/**
 * Below Chrome 148 there is no `browser`, and webextension-polyfill turns callbacks into promises; above it hands out the
 * browser's own and does nothing. The same extension has to work on either side.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './clean-browser.ts';
import { ExtensionUnderTest } from './extension.ts';
import { within } from './within.ts';

const BUNDLES = [
  'background.js',
  'offscreen/offscreen.js',
  'popup/popup.js',
  'options/options.js',
  'history/history.js',
];

/** Runs before a bundle: notes whether it asks the browser for storage by a callback. */
const NOTE_CALLBACKS = `
globalThis.asksByCallback = new Set();
for (const area of [globalThis.chrome?.storage?.local, globalThis.browser?.storage?.local]) {
  if (area === undefined) continue;
  const get = area.get;
  area.get = function (...args) {
    globalThis.asksByCallback.add(typeof args.at(-1) === 'function');
    return get.apply(this, args);
  };
}
`;

for (const [browser, before, byCallback] of [
  ['a Chrome below 148', 'delete globalThis.browser;', true],
  ['a Chrome of today', '', false],
] as const) {
  test(`in ${browser} the polyfill ${byCallback ? 'works' : 'does nothing'}, and so does the rest as ever`, {
    tag: '@long',
  }, async ({ turn }) => {
    const prepare = async (folder: string) => {
      for (const name of BUNDLES) {
        const path = join(folder, name);
        await writeFile(path, `${before}${NOTE_CALLBACKS}${await readFile(path, 'utf8')}`);
      }
    };
    await within(ExtensionUnderTest.launch({ prepare }), async (extension) => {
      await extension.configure([turn.server('udp')]);
      const run = await extension.run('full');
      expect(run).toMatchObject({
        report: { outcome: 'complete' },
        event: { connectivityCode: expect.any(Number) },
      });
      expect(run.preCallTestResults).toMatchObject([
        { provider: 'Coturn', mediaConnectivity: true, method: 'rtp-datagrams' },
      ]);
      const popup = await extension.openPage('popup/popup.html');
      await expect(popup.locator('.servers')).toContainText('Coturn');
      const history = await extension.openPage('history/history.html');
      await expect(history.getByRole('table').last()).toContainText('Coturn');
      const options = await extension.openPage('options/options.html');
      await expect(options.getByRole('heading', { name: 'Coturn' })).toBeVisible();
      // A message from a page to the background, and what it answers.
      await options.locator('.server-test button').click();
      await expect(options.locator('.server-test')).toContainText('UDP');
      for (const page of [popup, history, options]) {
        expect(await page.evaluate('[...asksByCallback]')).toEqual([byCallback]);
      }
    });
  });
}
