/** The first minutes: what is kept is said before anything is, and how to get the icon onto the toolbar. */
import type { Page } from 'playwright';
import english from '../../_locales/en/messages.json' with { type: 'json' };
import { REMIND_AFTER_MS } from '../../src/core/presentation/pin-reminder.ts';
import { judgedRun, monitorWith, ONE_SERVER } from '../core/builders/judged-runs.ts';
import { ExtensionUnderTest } from './extension.ts';
import { expectAccessibleInEach, expectNoSidewaysScroll, LIGHT_AND_DARK, show } from './views-pages.ts';
import { expect, test } from './views-test.ts';

/** As a person does it in the browser's own page of the extension; the event then comes from the browser. */
async function pin(extension: ExtensionUnderTest, isPinned: boolean): Promise<void> {
  const page = await extension.context.newPage();
  const extensionId = new URL(extension.origin).host;
  await page.goto(`chrome://extensions/?id=${extensionId}`);
  await page.evaluate(
    (update) =>
      (
        chrome as unknown as {
          developerPrivate: { updateExtensionConfiguration(change: object): Promise<void> };
        }
      ).developerPrivate.updateExtensionConfiguration(update),
    { extensionId, pinnedToToolbar: isPinned },
  );
  await page.close();
}

async function welcomeOf({ context, origin }: ExtensionUnderTest): Promise<Page> {
  const isWelcome = (page: Page) => page.url() === `${origin}/options/options.html#welcome`;
  return context.pages().find(isWelcome) ?? (await context.waitForEvent('page', isWelcome));
}

test('the welcome opens by itself and says what is kept and sent; until there is a server nothing of that is', async () => {
  const extension = await ExtensionUnderTest.launch();
  try {
    const page = await welcomeOf(extension);
    const said = page.getByRole('region', { name: 'What is stored, and what is sent' });
    const texts = Object.entries(english).filter(([key]) => key.startsWith('stored_'));
    expect(texts.length).toBeGreaterThan(4);
    for (const [, { message }] of texts) await expect(said).toContainText(message);
    await expect(said).toContainText('Results are kept for 90 days.');
    await expect(said).toContainText('Nothing of this is kept or sent before you enter a server.');
    // A run that a person asks for makes none without a server, and so does the background, which has started by then.
    expect(await extension.ask('background', 'startRun', {})).toBeNull();
    const kept = await extension.call(async () => Object.keys(await chrome.storage.local.get()), undefined);
    for (const key of ['settings', 'deviceId', 'networkSalt', 'monitor']) expect(kept).not.toContain(key);
    const options = await extension.openPage('options/options.html');
    await expect(options.getByText('0 results are stored on this device.')).toBeVisible();
  } finally {
    await extension.dispose();
  }
});

test('while the browser hides the icon the welcome shows how to pin it, and the popup says it once more', {
  tag: '@long',
}, async ({ pages, page }) => {
  await pages.call(() => chrome.storage.local.remove('pinReminder'), undefined);
  const monitor = monitorWith(judgedRun({ at: Date.now() - 60_000, summaryCode: 95 }));
  const state = { settings: ONE_SERVER, monitor };
  const guide = page.getByRole('heading', { name: 'Keep the colour in sight' });
  await page.setViewportSize({ width: 640, height: 800 });
  await show(pages, page, 'options/options.html#welcome', state);
  await expect(guide).toBeVisible();
  await expectAccessibleInEach(page, LIGHT_AND_DARK);
  await expectNoSidewaysScroll(page);
  await pin(pages, true);
  await expect(guide).toHaveCount(0);
  await pin(pages, false);
  await expect(guide).toBeVisible();

  // The welcome said it just now: the popup waits for a day.
  await page.setViewportSize({ width: 360, height: 596 });
  await show(pages, page, 'popup/popup.html', state);
  await page.getByText('Last 24 hours').waitFor();
  const first = await pages.stored<{ hiddenSince: number; said: boolean }>('local', 'pinReminder');
  expect(first).toEqual({ hiddenSince: expect.any(Number), said: false });
  await expect(guide).toHaveCount(0);
  await pages.store('local', 'pinReminder', { hiddenSince: Date.now() - REMIND_AFTER_MS, said: false });
  await show(pages, page, 'popup/popup.html', state);
  await expect(guide).toBeVisible();
  await expectAccessibleInEach(page, LIGHT_AND_DARK);
  await expectNoSidewaysScroll(page);
  await page.getByRole('button', { name: 'Got it' }).click();
  await expect(guide).toHaveCount(0);
  expect(await pages.stored('local', 'pinReminder')).toMatchObject({ said: true });
});
