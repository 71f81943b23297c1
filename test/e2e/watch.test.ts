/** The watch in a real Chromium through a real TURN server. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import messages from '../../_locales/en/messages.json' with { type: 'json' };
import type { MonitorState } from '../../src/core/monitor/monitor-state.ts';
import { test as base, expect } from './clean-browser.ts';
import { type Coturn, startCoturn } from './coturn.ts';
import { timedCredentials } from './credentials-service.ts';
import { HOST } from './free-port.ts';
import { WATCH_PATH } from './watch-states.ts';
import { within } from './within.ts';

/** A server of each test's own, whose allocations are counted. */
const test = base.extend<{ turn: Coturn }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
  turn: async ({}, use) => {
    await within(startCoturn(), use);
  },
});

/** A test that takes its time. */
test.slow();

const figure = (page: Page, name: string) =>
  page.locator('.figures > div').filter({ hasText: name }).locator('.value');

async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start watching' }).click();
  await expect(page.locator('.running')).toContainText('Coturn over UDP');
}

/** Some probes of whose fate is known. On a machine that is busy, some may be lost and the server may stand still. */
async function seesProbes(page: Page): Promise<void> {
  await expect(page.getByText(/^\d+ of [1-9]\d* packets$/)).toBeVisible();
}

/** s; what the page says at the end. */
async function longestStall(page: Page): Promise<number> {
  const sentence = (await page.locator('.sentence').textContent()) ?? '';
  return Number(/stalled (?:once, for|\d+ times, the longest) ([\d.]+) s/.exec(sentence)?.[1] ?? 0);
}

test('a person starts it, sees it live, stops it, and nothing is left; its bytes are counted', async ({
  extension,
  turn,
}) => {
  const filesBefore = await turn.restingFiles();
  await extension.configure([turn.server('udp', 'tcp')]);
  const page = await extension.openPage(WATCH_PATH);
  await begin(page);
  await seesProbes(page);
  await expect(figure(page, 'Round trip now')).toHaveText(/^\d+(\.\d)? ms$/);
  expect(await turn.openFiles()).toBeGreaterThan(filesBefore);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.locator('.sentence')).toHaveText(
    /^In \d+ sec the line (did not stall|stalled .*)\. .*lost\.$/,
  );
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as JSON' }).click();
  const saved = await readFile(await (await saving).path(), 'utf8');
  expect(saved).toContain('Coturn');
  const secrets = [turn.username, turn.credential, HOST, `:${turn.port}`];
  expect(secrets.filter((secret) => saved.includes(secret))).toEqual([]);
  await expect.poll(() => turn.openFiles()).toBe(filesBefore);
  const counted = (state: MonitorState | undefined) => (state?.dataUse.bytesToday ?? 0) > 0;
  const { dataUse } = await extension.until<MonitorState>('local', 'monitor', counted);
  expect(dataUse.bytesToday).toBeGreaterThan(3_000);
  expect(dataUse.bytesToday).toBeLessThan(60_000);
});

test('a server that stands still for a second shows as a stall as long as it stood still', async ({
  extension,
  turn,
}) => {
  await extension.configure([turn.server('udp')]);
  const page = await extension.openPage(WATCH_PATH);
  await begin(page);
  await seesProbes(page);
  const began = performance.now();
  turn.freeze(true);
  await sleep(1_000);
  turn.freeze(false);
  const frozenS = (performance.now() - began) / 1_000;
  await expect(figure(page, 'Stalls above 0.2 s')).not.toHaveText('0');
  await page.getByRole('button', { name: 'Stop' }).click();
  const seconds = await longestStall(page);
  expect(seconds).toBeGreaterThanOrEqual(frozenS - 0.2);
  expect(seconds).toBeLessThanOrEqual(frozenS + 0.5);
});

test('a server that ends and comes back is an interruption, and the watch goes on', { tag: '@long' }, async ({
  extension,
  turn,
}) => {
  await extension.configure([turn.server('udp')]);
  const page = await extension.openPage(WATCH_PATH);
  await begin(page);
  await seesProbes(page);
  await turn.kill();
  await expect(page.locator('.running')).toContainText('The connection broke.', { timeout: 30_000 });
  await turn.start();
  await expect(page.locator('.running')).toContainText('Coturn over UDP', { timeout: 30_000 });
  await expect(page.locator('.events')).toContainText(/connection broken for [\d.]+ s/);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.locator('.sentence')).toContainText(/The connection broke once, for [\d.]+ s\./);
});

test('credentials whose time is over end it with a word, and nobody is asked with them again', {
  tag: '@long',
}, async ({ extension }) => {
  const secret = 'shared';
  const server = await startCoturn({ args: ['--use-auth-secret', `--static-auth-secret=${secret}`] });
  try {
    const { username, password } = timedCredentials(secret, 30);
    const endsAt = Date.now() + 30_000;
    await extension.configure([{ ...server.server('udp'), username, credential: password }]);
    const page = await extension.openPage(WATCH_PATH);
    await begin(page);
    await seesProbes(page);
    await server.kill();
    await expect(page.locator('.running')).toContainText('The connection broke.', { timeout: 30_000 });
    await sleep(Math.max(0, endsAt + 2_000 - Date.now()));
    await server.start();
    await expect(page.locator('.notice')).toContainText(messages.reason_wrong_credentials.message, {
      timeout: 30_000,
    });
    await expect(page.locator('.sentence')).toContainText('The connection broke once');
  } finally {
    await server.dispose();
  }
});

test('the page that is closed ends it, and its allocations are given back', async ({ extension, turn }) => {
  const filesBefore = await turn.restingFiles();
  await extension.configure([turn.server('udp')]);
  const page = await extension.openPage(WATCH_PATH);
  await begin(page);
  await seesProbes(page);
  await page.close();
  await expect.poll(() => turn.openFiles(), { timeout: 15_000 }).toBe(filesBefore);
});

test('a run that is due waits, and a test that a person asks for ends it', async ({ extension, turn }) => {
  await extension.configure([turn.server('udp')], { schedule: { enabled: true } });
  const before = await extension.nextRun();
  await extension.endOfRun();
  const page = await extension.openPage(WATCH_PATH);
  await begin(page);
  await seesProbes(page);
  const due = await extension.stored<object>('local', 'due');
  const now = Date.now();
  await extension.store('local', 'due', { ...due, at: now });
  await extension.call((when: number) => chrome.alarms.create('run', { when }), now);
  const isLater = (planned: { at: number } | undefined, asked: number) => (planned?.at ?? 0) > asked + 5_000;
  await extension.until<{ at: number }, number>('local', 'due', isLater, now);
  expect((await extension.latest())?.runId).toBe(before.runId);
  await expect(page.locator('.running')).toContainText('Coturn over UDP');

  const run = await extension.run('light');
  expect(run).toMatchObject({ trigger: 'user', report: { outcome: 'complete' } });
  await expect(page.getByText('It ended because a test was started.')).toBeVisible();
});

test('a second page is told, and a server that refuses is named', async ({ extension, turn }) => {
  await extension.configure([turn.server('udp')]);
  const page = await extension.openPage(WATCH_PATH);
  await begin(page);
  const other = await extension.openPage(WATCH_PATH);
  await other.getByRole('button', { name: 'Start watching' }).click();
  await expect(other.getByRole('alert')).toHaveText('Another page is watching already.');
  await page.close();
  await extension.configure([{ ...turn.server('udp'), credential: 'not-the-secret' }]);
  await expect(async () => {
    await other.getByRole('button', { name: 'Start watching' }).click();
    await expect(other.locator('.notice')).toContainText('No server could be reached', { timeout: 5_000 });
  }).toPass({ timeout: 30_000 });
});
