/** The permission to reach a host goes with the last setting that needs it, by whatever way that goes. */
import messages from '../../_locales/en/messages.json' with { type: 'json' };
import { DEFAULT_SETTINGS, type Settings } from '../../src/core/settings/settings.ts';
import { clickAt } from './firefox-click.ts';
import { expect, FirefoxUnderTest, test } from './firefox-extension.ts';
import { FirefoxPage } from './firefox-page.ts';
import { within } from './within.ts';

const HOST = 'https://credentials.example/*';
const SERVER = {
  label: 'Short-lived',
  urls: [],
  username: '',
  credential: '',
  credentialsUrl: 'https://credentials.example/turn',
};
const WITHOUT_SCHEDULE = {
  ...DEFAULT_SETTINGS,
  schedule: { ...DEFAULT_SETTINGS.schedule, enabled: false },
};
const WITH_SERVER: Settings = { ...WITHOUT_SCHEDULE, servers: [SERVER] };

function granted(firefox: FirefoxUnderTest): Promise<string[]> {
  return firefox.call(async () => (await chrome.permissions.getAll()).origins ?? [], undefined);
}

/** A click on "Allow", where the browser grants what it is asked for in a user's gesture. */
async function allow(firefox: FirefoxUnderTest): Promise<string> {
  await firefox.store('local', 'settings', WITH_SERVER);
  const options = await firefox.browser.open('options/options.html');
  await clickAt(firefox.browser, options, '.server-card .notice button');
  await expect.poll(() => granted(firefox)).toEqual([HOST]);
  return options;
}

const fileOf = (settings: object) => ({
  name: 'settings.json',
  text: JSON.stringify({ format: 'precall-settings', version: 1, settings }),
});

test('in Firefox a host is given back with the server, by undo, an import, a restart and a repair', {
  tag: '@long',
}, async () => {
  const launched = FirefoxUnderTest.launch({
    installed: true,
    preferences: { 'extensions.webextOptionalPermissionPrompts': false },
  });
  await within(launched, async (firefox) => {
    const { browser } = firefox;
    const options = await allow(firefox);
    await clickAt(browser, options, '.server-card .danger');
    await expect.poll(() => granted(firefox)).toEqual([]);
    await clickAt(browser, options, '.removed button');
    await expect.poll(() => firefox.stored('local', 'settings')).toMatchObject({ servers: [SERVER] });
    await firefox.ask('background', 'giveBackOrigins');
    expect(await granted(firefox)).toEqual([HOST]);

    // A file that says nothing of servers leaves them, and what they need.
    const page = await firefox.openPage('options/options.html');
    const input = 'input[accept=".json,application/json"]';
    await page.choose(input, fileOf({ history: { keepDays: 30 } }));
    await page.press(messages.transferApply.message);
    await expect.poll(() => firefox.stored('local', 'settings')).toMatchObject({ history: { keepDays: 30 } });
    await firefox.ask('background', 'giveBackOrigins');
    expect(await granted(firefox)).toEqual([HOST]);
    await page.choose(input, fileOf({ servers: [] }));
    await page.press(messages.transferApply.message);
    await expect.poll(() => granted(firefox)).toEqual([]);

    // What cannot be read may have needed it: it stays until somebody has seen that, and saves.
    await allow(firefox);
    const broken = { ...WITHOUT_SCHEDULE, servers: [{ ...SERVER, label: 7 }] };
    await firefox.store('local', 'settings', broken);
    await firefox.until('local', 'settings.aside', (aside) => (aside ?? null) !== null);
    await firefox.ask('background', 'giveBackOrigins');
    expect(await granted(firefox)).toEqual([HOST]);
    await page.tick(messages.notifyRecovery.message);
    await expect.poll(() => granted(firefox)).toEqual([]);

    // A form that went with the browser: nobody was there to give its host back.
    const form = await allow(firefox);
    await clickAt(browser, form, '#servers > .actions button');
    await firefox.store('local', 'settings', WITHOUT_SCHEDULE);
    await firefox.ask('background', 'giveBackOrigins');
    expect(await granted(firefox)).toEqual([HOST]);
    await firefox.restart();
    await expect.poll(() => granted(firefox)).toEqual([]);
  });
});

/** Nobody listens there. */
const OF_THIS_MACHINE = { url: 'http://127.0.0.1:9/turn', host: 'http://127.0.0.1/*' };

/** Runs in a page: its storage is full from then on. */
function refuseWrites(): void {
  const set = (): Promise<never> => Promise.reject(new Error('QuotaExceededError'));
  // Pages ask by this name.
  const { browser } = globalThis as unknown as { browser: typeof chrome };
  Object.defineProperty(browser.storage.local, 'set', { value: set });
}

test('in Firefox a host that a test of a server, or a save that failed, asked for is given back with the form', {
  tag: '@long',
}, async () => {
  const launched = FirefoxUnderTest.launch({
    preferences: { 'extensions.webextOptionalPermissionPrompts': false },
  });
  await within(launched, async (firefox) => {
    const { browser } = firefox;
    await firefox.store('local', 'settings', WITHOUT_SCHEDULE);
    const context = await browser.open('options/options.html');
    const page = new FirefoxPage(browser, context);
    for (const [button, said] of [
      ['.server-test button', messages.trouble_unreachable.message],
      ['button[type=submit]', messages.saveFailed.message],
    ] as const) {
      await clickAt(browser, context, '#servers > .actions button');
      await page.fill('.server-form input', 'Of this machine');
      await page.tick(messages.credentialsFromUrl.message);
      await expect
        .poll(() =>
          page.fill('.server-form input[placeholder^=https]', OF_THIS_MACHINE.url).then(String, String),
        )
        .toBe('undefined');
      if (button === 'button[type=submit]') await browser.callIn(context, refuseWrites, undefined);
      await clickAt(browser, context, `.server-form ${button}`);
      await page.sees(said);
      expect(await granted(firefox)).toEqual([OF_THIS_MACHINE.host]);
      await page.press(messages.cancel.message);
      await expect.poll(() => granted(firefox)).toEqual([]);
    }
    expect(await firefox.stored('local', 'settings')).toMatchObject({ servers: [] });
  });
});
