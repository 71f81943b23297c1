/** In Firefox: the popup and the options as a person uses them, and an administrator's values. */
import { writeFile } from 'node:fs/promises';
import type { TestInfo } from 'playwright/test';
import messages from '../../_locales/en/messages.json' with { type: 'json' };
import { exportLine } from '../../src/core/history/history-record.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/core/settings/settings.ts';
import { judgedRun } from '../core/builders/judged-runs.ts';
import { countRuns } from './count-runs.ts';
import { expect, FirefoxUnderTest, test } from './firefox-extension.ts';
import type { FirefoxPage } from './firefox-page.ts';

/** For a person to look at, among the results of the tests. */
async function keepScreenshot(page: FirefoxPage, name: string, info: TestInfo): Promise<void> {
  const png = await page.screenshot();
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  await writeFile(info.outputPath(`${name}.png`), png);
}

test('options: servers are imported and tested; popup: a test is made and shown', async ({
  turn,
  firefox,
}, info) => {
  await firefox.configure([]);
  // Firefox is asked for the toolbar, so that the welcome need not tell how to get there.
  expect(await firefox.call(() => chrome.action.getUserSettings(), undefined)).toEqual({ isOnToolbar: true });
  const options = await firefox.openPage('options/options.html');
  await options.press(messages.serverPaste.message);
  const { urls, username, credential } = turn.server('udp', 'tcp');
  await options.fill('textarea', JSON.stringify([{ urls, username, credential }]));
  await options.press(messages.importRead.message);
  await options.press(messages.serverTest.message);
  await options.sees(messages.testAnswerOk.message);
  const settings = await firefox.stored<Settings>('local', 'settings');
  expect(settings?.servers).toMatchObject([{ urls, username, credential }]);
  await keepScreenshot(options, 'options', info);
  await options.close();

  const before = await firefox.latest();
  const popup = await firefox.openPage('popup/popup.html');
  await popup.press(messages.testNow.message);
  const run = await firefox.nextRun(before?.runId ?? null);
  expect(run.trigger).toBe('user');
  // The popup saw whether there is a microphone, which the event page may not.
  const exists = await popup.hasMicrophone();
  expect(run.event.connectivityCode).toBe(exists ? 3 : 2);
  await popup.sees(run.event.notification);
  await keepScreenshot(popup, 'popup', info);
  await popup.close();

  // The toolbar's own popup makes way for what it opens.
  const popups = (): Promise<number> =>
    firefox.call(() => chrome.extension.getViews({ type: 'popup' }).length, undefined);
  await firefox.call(() => chrome.action.openPopup(), undefined);
  await expect.poll(popups).toBe(1);
  const press = (name: string): boolean => {
    const [view] = chrome.extension.getViews({ type: 'popup' });
    const buttons = [...(view?.document.querySelectorAll('button') ?? [])];
    const wanted = buttons.find(({ textContent }) => textContent === name);
    wanted?.click();
    return wanted !== undefined;
  };
  await expect.poll(() => firefox.call(press, messages.openHistory.message)).toBe(true);
  await expect.poll(popups).toBe(0);
});

test('a customer’s exported history is opened beside the own one, and closed', async ({ firefox }, info) => {
  const run = { ...judgedRun({ at: Date.now() - 86_400_000, summaryCode: 30 }), network: 'theirs' };
  const page = await firefox.openPage('history/history.html');
  await page.sees(messages.historyTitle.message);
  const own = await firefox.call(countRuns, undefined);
  await page.choose('input[type=file]', { name: 'customer.jsonl', text: exportLine(run) });
  await page.sees('customer.jsonl');
  await page.sees(messages.openedApart.message);
  await page.sees('1 of 1 results');
  await keepScreenshot(page, 'opened', info);
  expect(await firefox.call(countRuns, undefined)).toBe(own);
  await page.press(messages.openedClose.message);
  await page.sees(messages.historyTitle.message);
  const left = (): Promise<string[]> =>
    firefox.call(
      async () =>
        (await indexedDB.databases()).flatMap(({ name }) =>
          name?.startsWith('precall-opened-') ? name : [],
        ),
      undefined,
    );
  await expect.poll(left).toEqual([]);
  await page.close();
});

test(
  'an administrator’s servers and sites are used and cannot be changed',
  { tag: '@long' },
  async ({ turn }, info) => {
    const servers = [{ ...turn.server('udp'), label: 'Company relay' }];
    const schedule = { ...DEFAULT_SETTINGS.schedule, enabled: false, intervalS: 5 };
    const sites = { allowed: [{ pattern: 'https://calls.example.com/*', shareLocation: false }] };
    const firefox = await FirefoxUnderTest.launch({ managed: { servers, schedule, sites } });
    try {
      const run = await firefox.run();
      expect(run.preCallTestResults).toMatchObject([{ provider: 'Company relay', mediaConnectivity: true }]);
      const options = await firefox.openPage('options/options.html');
      await options.sees(messages.managedServers.message);
      await options.sees(messages.managedFaulty.message);
      await options.sees('schedule.intervalS');
      await options.sees(messages.managedSites.message);
      // The browser asks the user once, all the same.
      await options.sees(messages.sitePermission.message.replace('$1', 'calls.example.com'));
      await keepScreenshot(options, 'managed', info);
      const popup = await firefox.openPage('popup/popup.html');
      await popup.sees(messages.managedNote.message);
    } finally {
      await firefox.dispose();
    }
  },
);
