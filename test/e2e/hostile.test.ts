/** Settings, messages and stored data from a hostile or broken source. */

import { INITIAL_MONITOR_STATE } from '../../src/core/monitor/monitor-state.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/settings.ts';
import { expect, test } from './clean-browser.ts';
import { test as pagesTest } from './views-test.ts';

const MARKUP = '<img src=x onerror="globalThis.owned=1"><script>owned=1</script>';
/** Turns the writing direction round in whatever follows, if it is let; and what is left of it. */
const BIDI = 'a\u202Egpj.exe';
const PLAIN = 'agpj.exe';

test('labels and texts that look like markup stay text, everywhere', async ({ turn, extension }) => {
  const servers = [MARKUP, BIDI].map((label, index) => ({
    ...turn.server('udp'),
    label,
    urls: [turn.urls.udp, turn.urls.tcp].slice(index),
  }));
  const texts = Object.fromEntries([100, 200, 300, 400, 500, 700, 900, 950].map((code) => [code, MARKUP]));
  await extension.configure(servers, { notifications: { texts } });
  const run = await extension.run();
  expect(run.preCallTestResults.map(({ provider }) => provider)).toEqual([MARKUP, PLAIN]);
  for (const path of ['popup/popup.html', 'options/options.html', 'history/history.html']) {
    const page = await extension.openPage(path);
    await page.locator('main').first().waitFor();
    expect(
      await page.evaluate(() => document.querySelectorAll('img[src="x"], main script').length),
      path,
    ).toBe(0);
    expect(await page.evaluate(() => 'owned' in globalThis), path).toBe(false);
    await page.close();
  }
});

test('settings that are no settings are kept aside, said so, and replaced by the defaults', async ({
  extension,
}) => {
  const broken = [
    { version: 1, data: { servers: [{ label: 1, urls: 'turn:x' }] } },
    { version: 1, data: 'x'.repeat(100_000) },
    { version: 0, data: null },
    'not even an envelope',
  ];
  for (const settings of broken) {
    await extension.call((value: unknown) => chrome.storage.local.set({ settings: value }), settings);
    const started = await extension.ask('background', 'startRun', {});
    expect(started ?? null).toBeNull();
    const aside = await extension.call(
      async () => (await chrome.storage.local.get('settings.aside'))['settings.aside'],
      undefined,
    );
    expect(aside).toMatchObject({ version: 1, data: { stored: settings } });
  }
  const page = await extension.openPage('popup/popup.html');
  await expect(page.locator('main')).toContainText('No server yet');
  await expect(page.locator('main')).toContainText('Not all of your settings could be read.');
  // It may hold secrets: after a week it ends.
  await extension.store('local', 'settings.aside', { at: Date.now() - 8 * 86_400_000, stored: 'a secret' });
  await extension.killWorker();
  await extension.ask('background', 'startRun', {});
  await extension.until<unknown>('local', 'settings.aside', (aside) => (aside ?? null) === null);
});

test('of settings that can be read in part each whole server stays, and the next save ends what was kept aside', async ({
  turn,
  extension,
}) => {
  const good = turn.server('tcp');
  const data = {
    ...DEFAULT_SETTINGS,
    servers: [{ ...good, label: 7, credential: 'aside-canary' }, good],
    schedule: { ...DEFAULT_SETTINGS.schedule, enabled: false },
    history: 3,
  };
  await extension.call((value: object) => chrome.storage.local.set({ settings: value }), {
    version: 1,
    data,
  });
  expect((await extension.run()).preCallTestResults.map(({ provider }) => provider)).toEqual([good.label]);
  const everything = () =>
    extension.call(async () => JSON.stringify(await chrome.storage.local.get()), undefined);
  expect(await everything()).toContain('aside-canary');
  const popup = await extension.openPage('popup/popup.html');
  const told = popup.getByText('Not all of your settings could be read.');
  await expect(told).toBeVisible();
  const options = await extension.openPage('options/options.html');
  await options.getByLabel('Keep results for').fill('30');
  await options.getByLabel('Keep results for').blur();
  await expect(told).toHaveCount(0);
  expect(await extension.stored('local', 'settings')).toMatchObject({
    servers: [good],
    history: { keepDays: 30 },
  });
  expect(await everything()).not.toContain('aside-canary');
});

// Without the background and the options page, which would repair them at once.
pagesTest(
  'who finds broken settings late does not throw away what was saved meanwhile',
  async ({ pages, page }) => {
    await pages.context.pages()[0]?.goto(`${pages.origin}/manifest.json`);
    await pages.call(() => chrome.storage.local.set({ settings: 'nonsense' }), undefined);
    await page.addInitScript(tellReadsLate);
    await page.goto(`${pages.origin}/popup/popup.html`);
    await page.waitForFunction('readsOfSettings() > 0');
    const schedule = { ...DEFAULT_SETTINGS.schedule, intervalS: 900 };
    await pages.store('local', 'settings', { ...DEFAULT_SETTINGS, schedule });
    await page.evaluate(async () => {
      (globalThis as unknown as { tellReads(): void }).tellReads();
      // The storage takes one after the other: what the page writes now, one write upon another, stands before the last.
      for (let turn = 0; turn < 10; turn += 1) await chrome.storage.local.set({ turn });
    });
    expect(await pages.stored('local', 'settings')).toMatchObject({ schedule });
  },
);

/** Runs in a page, before its own code: what it reads is read at once, and told when `tellReads` is called. */
function tellReadsLate(): void {
  const { local } = chrome.storage;
  const read = local.get.bind(local) as (key: string) => Promise<Record<string, unknown>>;
  let reads = 0;
  let tellReads = (): void => undefined;
  const late = new Promise<void>((resolve) => {
    tellReads = resolve;
  });
  const get = async (key: string): Promise<Record<string, unknown>> => {
    const found = await read(key);
    if (key === 'settings') reads += 1;
    await late;
    return found;
  };
  Object.assign(local, { get });
  Object.assign(globalThis, { readsOfSettings: () => reads, tellReads });
}

test('settings of a newer version are neither used nor overwritten', async ({ turn, extension }) => {
  const newer = {
    version: 99,
    data: { ...DEFAULT_SETTINGS, servers: [turn.server('udp')], shape: 'unknown' },
  };
  await extension.call((value: unknown) => chrome.storage.local.set({ settings: value }), newer);
  expect((await extension.ask('background', 'startRun', {})) ?? null).toBeNull();
  const kept = await extension.call(
    async () => (await chrome.storage.local.get('settings')).settings,
    undefined,
  );
  expect(kept).toEqual(newer);
});

test('a state that is broken does not stop the runs', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')]);
  const damaged = { ...INITIAL_MONITOR_STATE, dataUse: { bytesToday: 0 } };
  for (const monitor of [{ version: 1, data: damaged }, 'nonsense', { version: 1, data: null }]) {
    await extension.call((value: unknown) => chrome.storage.local.set({ monitor: value }), monitor);
    expect((await extension.run()).event.connectivityCode).toBeGreaterThan(1);
  }
});

test('a bad message gets an error that names the field, and changes nothing', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')]);
  const bad: readonly [string, unknown, RegExp][] = [
    ['startRun', { kind: 'everything' }, /Bad argument of startRun: kind/],
    ['startRun', null, /Bad argument of startRun/],
    ['snooze', 'for ever', /Bad argument of snooze/],
    [
      'testServer',
      { ...turn.server('udp'), urls: ['javascript:alert(1)'] },
      /Bad argument of testServer: urls/,
    ],
    ['runReport', { runId: 'mine' }, /Bad argument of runReport/],
    ['toString', {}, /Unknown message toString/],
    ['__proto__', {}, /Unknown message __proto__/],
  ];
  for (const [name, argument, message] of bad) {
    await expect(extension.ask('background', name, argument), name).rejects.toThrow(message);
    await expect(extension.ask('background', name, argument), name).rejects.not.toThrow(turn.credential);
  }
  expect(await extension.latest()).toBeUndefined();
});
