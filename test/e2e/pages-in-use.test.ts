/** The pages with the real background: what a person does there has its effect. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { MonitorState } from '../../src/core/monitor/monitor-state.ts';
import { expect, test } from './clean-browser.ts';
import { HOST } from './free-port.ts';
import { expectAccessible } from './views-pages.ts';

const POPUP = 'popup/popup.html';
const OPTIONS = 'options/options.html';

test('a person tests now, sees it go on, and reads the result', async ({ extension, turn }) => {
  await extension.configure([turn.server('udp', 'tcp', 'tls')]);
  const page = await extension.openPage(POPUP);
  await expect(page.locator('.word')).toHaveText('Not tested yet');
  await page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      const bar = document.querySelector('progress');
      if (bar !== null) seen.push(bar.value);
    }).observe(document.body, { subtree: true, attributes: true, childList: true });
  });
  await page.getByRole('button', { name: 'Test now' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(page.locator('.word')).toHaveText(/Excellent|Good|Fair|Poor/, { timeout: 60_000 });
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen);
  expect(new Set(seen).size).toBeGreaterThan(3);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  const latest = await extension.latest();
  await expect(page.locator('.sentence')).toHaveText(latest?.event.notification ?? '');
  await expect(page.locator('.chip')).toHaveText(['✓UDPUDP works', '✓TCPTCP works', '✓TLSTLS works']);
  expect(await page.content()).not.toContain(turn.credential);
  await expectAccessible(page);
});

test('a person cancels a test', async ({ extension, turn }) => {
  // One that answers nothing: the test does not end by itself before the click.
  const silent = createSocket('udp4').bind(0, HOST);
  await once(silent, 'listening');
  const url = `turn:${HOST}:${silent.address().port}?transport=udp`;
  await extension.configure([turn.server('udp'), { ...turn.server(), label: 'silent', urls: [url] }]);
  const page = await extension.openPage(POPUP);
  await page.getByRole('button', { name: 'Test now' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Test now' })).toBeVisible({ timeout: 20_000 });
  expect(await extension.latest()).toBeUndefined();
  silent.close();
});

test('a person silences notifications', async ({ extension, turn }) => {
  await extension.configure([turn.server('udp')]);
  await extension.run();
  const page = await extension.openPage(POPUP);
  await page.getByLabel('Notifications').selectOption({ label: 'silent for 1 hour' });
  await expect(page.getByLabel('Notifications')).toHaveValue('snoozed');
  const until = await extension.stored<number>('local', 'snooze');
  expect((until ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
  await page.getByLabel('Notifications').selectOption({ label: 'on' });
  await expect.poll(() => extension.stored('local', 'snooze')).toBeNull();
});

test('a person tests a server and reads the answer beside it', async ({ extension, turn }) => {
  const server = turn.server('udp', 'tcp', 'tls');
  await extension.configure([server]);
  const page = await extension.openPage(OPTIONS);
  await page.getByRole('button', { name: `Test ${server.label}` }).click();
  await expect(page.getByText('All transports work.')).toBeVisible({ timeout: 30_000 });
  // It is in the day's ledger, as what a person asked for, and judges nothing.
  const { latest } = await extension.until<MonitorState>('local', 'monitor', (state) =>
    (state?.dataUse.spent ?? []).some(({ bytes, unplanned }) => bytes > 1000 && unplanned === bytes),
  );
  expect(latest).toBeNull();
  await page.getByRole('button', { name: `Edit ${server.label}` }).click();
  await page.getByLabel('Credential', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Test this server' }).click();
  await expect(page.getByText('No transport works.')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('UDP, TCP, TLS: Wrong credentials.')).toBeVisible();
});

test('the welcome makes the first test and shows its result', { tag: '@long' }, async ({
  extension,
  turn,
}) => {
  const server = turn.server('udp');
  await extension.configure([server]);
  const page = await extension.openPage(`${OPTIONS}#welcome`);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect(page.locator('.sentence')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { name: 'Precall settings' })).toBeVisible();
});

test('notifications are silenced for a while, and told to come again', async ({ extension }) => {
  const page = await extension.openPage(OPTIONS);
  const choice = page.getByLabel('Right now');
  await expect(choice).toHaveValue('none');
  await choice.selectOption({ label: 'silent for the rest of today' });
  await expect(choice).toHaveValue('snoozed');
  const midnight = await page.evaluate(() => new Date().setHours(24, 0, 0, 0));
  // Unless midnight came in between, in which case it was the one before.
  expect([midnight, midnight - 86_400_000]).toContain(await extension.stored<number>('local', 'snooze'));
  await choice.selectOption({ label: 'on' });
  await expect.poll(() => extension.stored('local', 'snooze')).toBeNull();
  await page.getByLabel('Show desktop notifications').uncheck();
  await expect(choice).toBeDisabled();
});

test('the first result appears in a history that was open before it', async ({ extension, turn }) => {
  await extension.configure([turn.server('udp')]);
  const page = await extension.openPage('history/history.html');
  await expect(page.getByText('No test has been stored yet.')).toBeVisible();
  await extension.run();
  await expect(page.getByRole('region', { name: 'Results' }).getByRole('row')).toHaveCount(2);
});
