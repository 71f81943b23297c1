/** Not a test of anything: pictures of the real pages in a stored state, at a fixed time. */
import { fileURLToPath } from 'node:url';
import { exportLine } from '../../src/core/history/history-record.ts';
import { show } from './views-pages.ts';
import { historyState, popupStates, type ViewState } from './views-states.ts';
import { test } from './views-test.ts';
import { openWatch } from './watch-states.ts';

const NOW = Date.UTC(2026, 2, 12, 15, 20);
const STATES = popupStates(NOW);
/** What the stores ask for. */
const STORE = { width: 1280, height: 800 };

const image = (name: string) => fileURLToPath(new URL(`../../docs/images/${name}.png`, import.meta.url));

test.beforeEach(({ page }) => page.clock.setFixedTime(NOW));

function state(name: string): ViewState {
  const found = STATES[name];
  if (found === undefined) throw new Error(`No state ${name}`);
  return found;
}

test('the popup, light and dark', async ({ pages, page }) => {
  await page.setViewportSize({ width: 360, height: 596 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await show(pages, page, 'popup/popup.html', state('excellent'));
    await page.screenshot({ path: image(`popup-${colorScheme}`) });
    await show(pages, page, 'popup/popup.html', state('unstable'));
    await page.screenshot({ path: image(`popup-unstable-${colorScheme}`) });
  }
});

test('the popup where the newest test tells less, light and dark', async ({ pages, page }) => {
  await page.setViewportSize({ width: 360, height: 596 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const name of ['not-measured', 'connected-only', 'connected-only-old', 'used-up'] as const) {
      await show(pages, page, 'popup/popup.html', state(name));
      await page.screenshot({ path: image(`popup-${name}-${colorScheme}`) });
    }
  }
});

test('the thorough test in the popup, light and dark', async ({ pages, page }) => {
  await page.setViewportSize({ width: 360, height: 596 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await show(pages, page, 'popup/popup.html', state('thorough'));
    await page.locator('.thorough h2').evaluate((heading) => heading.scrollIntoView());
    await page.screenshot({ path: image(`popup-thorough-${colorScheme}`) });
  }
});

test('the sites in the options, light and dark', async ({ pages, page }) => {
  await page.setViewportSize({ width: 820, height: 620 });
  // One host is allowed in the browser, the other not yet.
  await page.addInitScript(() => {
    if (location.protocol !== 'chrome-extension:') return;
    const contains = async ({ origins }: chrome.permissions.Permissions) =>
      origins?.[0] === 'https://calls.example.com/*';
    Object.assign(chrome.permissions, { contains });
  });
  const shown = state('excellent');
  const allowed = [
    { pattern: 'https://calls.example.com/*', shareLocation: false },
    { pattern: 'https://desk.example.org/agent/*', shareLocation: true },
  ];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await show(pages, page, 'options/options.html', {
      ...shown,
      settings: { ...shown.settings, sites: { allowed } },
    });
    await page.locator('#sites .notice').first().waitFor();
    await page.locator('#sites').screenshot({ path: image(`options-sites-${colorScheme}`) });
  }
});

test('the export in the options, light and dark', async ({ pages, page }) => {
  await page.setViewportSize({ width: 820, height: 620 });
  const shown = state('excellent');
  const otlp = {
    ...shown.settings.otlp,
    enabled: true,
    endpoint: 'https://collector.example.com/v1/metrics',
    headers: { Authorization: 'Bearer x' },
    site: 'Berlin',
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await show(pages, page, 'options/options.html', { ...shown, settings: { ...shown.settings, otlp } });
    await page.locator('#otlp').getByRole('status').waitFor();
    await page.locator('#otlp').screenshot({ path: image(`options-otlp-${colorScheme}`) });
  }
});

test('the history with a file of another’s opened, light and dark', async ({ pages, page }) => {
  await page.setViewportSize(STORE);
  const runs = historyState(NOW).runs ?? [];
  const buffer = Buffer.from(runs.slice(0, 600).map(exportLine).join('\n'));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await show(pages, page, 'history/history.html', { ...historyState(NOW), runs: [], points: [] });
    await page
      .getByLabel('Open another person’s file')
      .setInputFiles({ name: 'customer.jsonl', mimeType: 'application/jsonl', buffer });
    await page.getByRole('table').nth(1).waitFor();
    await page.screenshot({ path: image(`history-opened-${colorScheme}`) });
  }
});

test('the watch, under way and at its end, light and dark', async ({ pages, page }) => {
  await page.setViewportSize({ width: 820, height: 900 });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [name, file] of [
      ['silent', 'watch'],
      ['ended', 'watch-ended'],
    ] as const) {
      await openWatch(pages, page, name);
      await page.getByRole('button', { name: 'Start watching' }).click();
      await page.locator('.events').waitFor();
      await page.screenshot({ path: image(`${file}-${colorScheme}`) });
    }
  }
});

test('the pages', async ({ pages, page }) => {
  await page.setViewportSize(STORE);
  await show(pages, page, 'options/options.html', state('excellent'));
  await page.screenshot({ path: image('options') });
  await show(pages, page, 'history/history.html', historyState(NOW));
  await page.getByRole('table').nth(1).waitFor();
  await page.screenshot({ path: image('history') });
});

test('the welcome, and the popup that tells once more of the hidden icon, light and dark', async ({
  pages,
  page,
}) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 820, height: 1080 });
    await show(pages, page, 'options/options.html#welcome', state('no-servers'));
    await page.locator('.pin-guide').waitFor();
    await page.screenshot({ path: image(`welcome-${colorScheme}`) });
    await page.setViewportSize({ width: 360, height: 596 });
    await pages.store('local', 'pinReminder', { hiddenSince: 0, said: false });
    await show(pages, page, 'popup/popup.html', state('excellent'));
    await page.locator('.pin-guide').waitFor();
    await page.screenshot({ path: image(`popup-pin-${colorScheme}`) });
  }
});
