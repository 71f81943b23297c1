/** The callstats-like API on an ordinary page. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { buildExample, serveExample } from '../../scripts/example.mjs';
import { ensureChromium } from '../../scripts/set-up.mjs';
import type { ConnectionQualityChange } from '../../src/core/judgement/quality-change.ts';
import { LEAN_CHROMIUM } from '../lean-chromium.ts';
import { expect, test } from './fixtures.ts';

let folder: string;
let browser: Browser;
let site: { url: string; close(): Promise<void> };

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'precall-example-'));
  await buildExample(folder);
  site = await serveExample(folder);
  browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...LEAN_CHROMIUM] });
});
test.afterAll(async () => {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true });
});

test('an ordinary page starts, hears the three callbacks, and stops', async ({ turn }) => {
  const page = await browser.newPage();
  await page.goto(site.url);
  const iceServers = [
    { urls: [turn.urls.udp, turn.urls.tcp], username: turn.username, credential: turn.credential },
  ];
  await page.getByLabel('iceServers').fill(JSON.stringify(iceServers));
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByRole('status')).toHaveText('Testing ...');
  const log = page.locator('pre');
  await expect(log).toContainText('pctConnectionQualityChange', { timeout: 30_000 });
  const text = (await log.textContent()) ?? '';
  const names = [...text.matchAll(/^(\w+) [[{]/gm)].map(([, name]) => name);
  expect(names).toEqual(['preCallTestResults', 'connectionRecommendation', 'pctConnectionQualityChange']);
  const event = JSON.parse(
    text.slice(text.indexOf('{', text.indexOf('pctConnection'))),
  ) as ConnectionQualityChange;
  expect(event.connectivityCode).toBeGreaterThan(1);
  expect(event.notificationCode).toBe(10 * event.summaryCode);
  await expect(page.getByRole('status')).toHaveText(`${event.summary}. ${event.notification}.`);
  expect(text).not.toContain(turn.credential);

  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByRole('status')).toHaveText('Stopped.');
  await page.close();
});

test('what cannot be used is refused at its field', async () => {
  const page = await browser.newPage();
  await page.goto(site.url);
  const refusals: readonly [string, string, RegExp][] = [
    ['{', '300', /^iceServers: this is not JSON$/],
    ['[]', '300', /^iceServers/],
    ['[{"urls": "stun:stun.example.org"}]', '300', /^iceServers/],
    ['[{"urls": "turn:127.0.0.1", "username": "u", "credential": "hunter2"}]', '29', /^interval: .*30/],
  ];
  for (const [servers, seconds, message] of refusals) {
    await page.getByLabel('iceServers').fill(servers);
    await page.getByLabel('Seconds').fill(seconds);
    await page.getByRole('button', { name: 'Start' }).click();
    await expect(page.getByRole('alert')).toHaveText(message);
    await expect(page.getByRole('alert')).not.toContainText('hunter2');
    await expect(page.getByRole('status')).toHaveText('Not started.');
  }
  await page.close();
});
