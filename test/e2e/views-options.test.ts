import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { exportLine } from '../../src/core/history/history-record.ts';
import type { Settings } from '../../src/core/settings/settings.ts';
import { judgedRun, ONE_SERVER, pointsOf } from '../core/builders/judged-runs.ts';
import type { ExtensionUnderTest } from './extension.ts';
import { expectAccessible, expectAccessibleInEach, expectNoSidewaysScroll, show } from './views-pages.ts';
import { popupStates, type ViewState } from './views-states.ts';
import { expect, test } from './views-test.ts';

const STATES = popupStates(Date.now());
const EMPTY: ViewState = { settings: { ...ONE_SERVER, servers: [] }, monitor: stateOf('excellent').monitor };
const PATH = 'options/options.html';
const COLORS = (['none', 'active'] as const).flatMap((forcedColors) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ colorScheme, forcedColors })),
);

function stateOf(name: string): ViewState {
  const state = STATES[name];
  if (state === undefined) throw new Error(`No state ${name}`);
  return state;
}

test.describe('the options', () => {
  const stored = (pages: ExtensionUnderTest) => pages.stored<Settings>('local', 'settings');
  const servers = async (pages: ExtensionUnderTest) => (await stored(pages))?.servers ?? [];

  test('are accessible with the form open and full of mistakes, also at 200 % zoom', async ({
    pages,
    page,
  }) => {
    await page.setViewportSize({ width: 640, height: 800 });
    await show(pages, page, PATH, stateOf('excellent'));
    await page.getByText('My own texts').click();
    await page.getByLabel('Quiet hours').check();
    await page.getByRole('button', { name: 'Add a server' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Give the server a name.')).toBeVisible();
    await expectNoSidewaysScroll(page);
    await expectAccessibleInEach(page, COLORS);
    await expectNoSidewaysScroll(page);
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    await expectNoSidewaysScroll(page);
  });

  test('a number out of range is refused at its field, stays as typed and is not stored', async ({
    pages,
    page,
  }) => {
    await show(pages, page, PATH, stateOf('excellent'));
    const interval = page.getByLabel('Pause between two tests');
    await interval.fill('5');
    await interval.blur();
    await expect(interval).toHaveAccessibleDescription(/A whole number from 30 to 86400/);
    await expect(interval).toHaveValue('5');
    expect((await stored(pages))?.schedule.intervalS).toBe(300);
    await interval.fill('60');
    await interval.blur();
    await expect.poll(async () => (await stored(pages))?.schedule.intervalS).toBe(60);
    await expect(interval).toHaveAttribute('aria-invalid', 'false');
  });

  test('changes made at the same time, in one page and in another, are all kept', async ({ pages, page }) => {
    await show(pages, page, PATH, stateOf('excellent'));
    const other = await pages.openPage(PATH);
    const release = await holdSettings(page);
    await page.getByLabel('Show desktop notifications').uncheck();
    await page.getByLabel('Keep results for').fill('30');
    await page.getByLabel('Keep results for').blur();
    await page.getByRole('button', { name: 'Remove Frankfurt' }).click();
    await other.getByLabel('Pause between two tests').fill('60');
    await other.getByLabel('Pause between two tests').blur();
    await other.getByRole('button', { name: 'Add a server' }).click();
    await other.getByLabel('Name', { exact: true }).fill('Berlin');
    await other.getByLabel('TURN URI 1').fill('turn:berlin.example.org');
    await other.getByLabel('User name').fill('u');
    await other.getByLabel('Credential', { exact: true }).fill('c');
    await other.getByRole('button', { name: 'Save' }).click();
    await release();
    await expect(other.getByRole('heading', { name: 'Berlin' })).toBeVisible();
    await expect(other.getByRole('button', { name: 'Save' })).toHaveCount(0);
    expect(await stored(pages)).toMatchObject({
      notifications: { enabled: false },
      history: { keepDays: 30 },
      schedule: { intervalS: 60 },
      servers: [{ label: 'Berlin' }],
    });
    await other.close();
  });

  test('both ends of the quiet hours, changed at once, are kept', async ({ pages, page }) => {
    await show(pages, page, PATH, stateOf('excellent'));
    await page.getByLabel('Quiet hours').check();
    await expect.poll(async () => (await stored(pages))?.notifications.quietHours).not.toBeNull();
    await page.evaluate(() => {
      for (const [index, value] of ['21:30', '06:15'].entries()) {
        const field = document.querySelectorAll<HTMLInputElement>('input[type=time]')[index];
        if (field === undefined) throw new Error('The quiet hours have two ends');
        field.value = value;
        field.dispatchEvent(new Event('change', { bubbles: true }));
      }
    });
    const both = { fromMinute: 21 * 60 + 30, toMinute: 6 * 60 + 15 };
    await expect.poll(async () => (await stored(pages))?.notifications.quietHours).toEqual(both);
    await expect(page.locator('input[type=time]').first()).toHaveValue('21:30');
    await expect(page.locator('input[type=time]').last()).toHaveValue('06:15');
  });

  test('a history is imported once, over several days, and a broken one not at all', async ({
    pages,
    page,
  }) => {
    const at = Date.now() - 86_400_000;
    const [first, second] = [at, at + 80_000_000].map((time) => judgedRun({ at: time, summaryCode: 95 }));
    if (first === undefined || second === undefined) throw new Error('Two runs are needed');
    await show(pages, page, PATH, { ...EMPTY, runs: [], points: [] });
    const take = (lines: readonly string[]): Promise<void> =>
      page.locator('input[type=file][accept*=jsonl]').setInputFiles({
        name: 'history.jsonl',
        mimeType: 'application/jsonl',
        buffer: Buffer.from(lines.join('\n')),
      });
    await take([exportLine(second), exportLine(first), exportLine(second)]);
    await expect(page.getByText('2 results are stored on this device.')).toBeVisible();
    await take([exportLine(first), '{}']);
    await expect(page.getByText('Line 2 is not a result of Precall.')).toBeVisible();
    const outside = [-800, 730].map((days) =>
      exportLine(judgedRun({ at: at + days * 86_400_000, summaryCode: 95 })),
    );
    await take([...outside, exportLine(first)]);
    await expect(page.getByText('2 results were left out: older')).toBeVisible();
    await expect(page.getByText('2 results are stored on this device.')).toBeVisible();
    await page.goto(`${pages.origin}/history/history.html`);
    await expect(page.getByText('2 of 2 results')).toBeVisible();
  });

  test('another device’s history is told apart and not taken, unless the person knows that it is their own', async ({
    pages,
    page,
  }) => {
    const at = Date.now() - 86_400_000;
    const own = judgedRun({ at, summaryCode: 95 });
    const theirs = { ...judgedRun({ at: at + 1, summaryCode: 30 }), network: 'network-of-theirs' };
    await show(pages, page, PATH, { ...EMPTY, runs: [own], points: pointsOf([own]) });
    await page.locator('input[type=file][accept*=jsonl]').setInputFiles({
      name: 'customer.jsonl',
      mimeType: 'application/jsonl',
      buffer: Buffer.from(exportLine(theirs)),
    });
    await expect(page.getByRole('alert')).toContainText('This file seems to be another device’s');
    await expectAccessible(page);
    await expect(page.getByText('1 result is stored on this device.')).toBeVisible();
    await page.getByRole('button', { name: 'It is mine, bring it back' }).click();
    await expect(page.getByText('2 results are stored on this device.')).toBeVisible();
  });

  test('settings are exported without credentials and imported whole or not at all', async ({
    pages,
    page,
  }) => {
    await show(pages, page, PATH, stateOf('excellent'));
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export settings' }).click();
    const file = await (await waiting).path();
    const text = await readFile(file, 'utf8');
    expect(text).toContain('fra.turn.example.org');
    expect(text).not.toContain('hunter2');
    const changed = text.replace('"intervalS": 300', '"intervalS": 600');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const upload = (content: string) =>
      page.getByRole('button', { name: 'Import settings' }).setInputFiles({
        name: 'precall-settings.json',
        mimeType: 'application/json',
        buffer: Buffer.from(content),
      });
    await upload(changed.replace('"keepDays": 90', '"keepDays": 0'));
    await expect(page.getByRole('alert')).toContainText('history.keepDays: A whole number from 1 to 730.');
    expect((await stored(pages))?.schedule.intervalS).toBe(300);
    await upload(changed.replace('"version": 1', '"version": 2'));
    await expect(page.getByRole('alert')).toContainText('A newer version of Precall wrote this file.');
    await upload('{"format":"precall-settings","version":1,"settings":{"intervals":1}}');
    await expect(page.getByText('It changes nothing.')).toBeVisible();
    await expect(page.getByText('leaves them out: intervals')).toBeVisible();
    await upload(changed);
    await expect(page.getByText('schedule.intervalS: 300 → 600')).toBeVisible();
    expect((await stored(pages))?.schedule.intervalS).toBe(300);
    expect(asked.filter((url) => !url.startsWith('blob:') && !url.startsWith(pages.origin))).toEqual([]);
    await page.getByRole('button', { name: 'Apply these changes' }).click();
    await expect.poll(async () => (await stored(pages))?.schedule.intervalS).toBe(600);
    expect((await servers(pages))[0]?.credential).toBe('hunter2-secret');
  });

  test('what a light test costs is told in kB, not as 0 MB', async ({ pages, page }) => {
    await show(pages, page, PATH, stateOf('excellent'));
    const budget = page.getByLabel('Data budget a day');
    await expect(budget).toHaveAccessibleDescription(
      /Most tests are light: about 70 kB for each server,.* about 1\.6 MB\./,
    );
  });

  test('the welcome leads through three steps', async ({ pages, page }) => {
    await show(pages, page, `${PATH}#welcome`, EMPTY);
    await expectAccessible(page);
    await expect(page.getByRole('heading', { name: 'Know before you join' })).toBeFocused();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Not now' }).click();
    await expect(page.getByRole('heading', { name: 'Precall settings' })).toBeVisible();
  });
});

/** Lets nothing be written to the settings until the returned function is called: then all of it at once. */
async function holdSettings(page: Page): Promise<() => Promise<void>> {
  const held = await page.evaluateHandle(
    () =>
      new Promise<{ release: () => void }>((granted) => {
        void navigator.locks.request(
          'precall-item-local-settings',
          () => new Promise<void>((release) => granted({ release })),
        );
      }),
  );
  return () => held.evaluate((hold) => hold.release());
}
