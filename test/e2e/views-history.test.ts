import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import messages from '../../_locales/en/messages.json' with { type: 'json' };
import { judgedRun, measuredOver, pointsOf } from '../core/builders/judged-runs.ts';
import {
  expectAccessible,
  expectAccessibleInEach,
  expectNoSidewaysScroll,
  LIGHT_AND_DARK,
  show,
} from './views-pages.ts';
import { historyState } from './views-states.ts';
import { expect, test } from './views-test.ts';

/** Two pages of results. */
const STATE = historyState(Date.now(), { oneOf: 20 });
/** Of everything some: axe looks at each cell. */
const FEW = historyState(Date.now(), { oneOf: 40 });
const PATH = 'history/history.html';

test.describe('the history', () => {
  test('is accessible, light and dark, and at 200 % zoom', async ({ pages, page }) => {
    await page.setViewportSize({ width: 640, height: 800 });
    await show(pages, page, PATH, FEW);
    await page.getByRole('heading', { name: 'Servers compared' }).waitFor();
    await page.getByRole('table').nth(1).waitFor();
    await expectAccessibleInEach(page, LIGHT_AND_DARK);
    await expectNoSidewaysScroll(page);
  });

  test('filters by time, network and server', async ({ pages, page }) => {
    await show(pages, page, PATH, STATE);
    const count = page.getByRole('status').filter({ hasText: 'results' });
    const all = STATE.points?.length ?? 0;
    await expect(count).toHaveText(`${all.toLocaleString('en')} of ${all.toLocaleString('en')} results`);
    await page.getByRole('combobox', { name: 'Network' }).selectOption('network-b');
    const office = STATE.points?.filter(({ network }) => network === 'network-b').length ?? 0;
    await expect(count).toHaveText(`${office} of ${all.toLocaleString('en')} results`);
    await page.getByRole('combobox', { name: 'Time' }).selectOption('Last 24 hours');
    await expect(page.getByText('No test in this time with this filter.')).toBeVisible();
  });

  test('says when nothing was ever stored', async ({ pages, page }) => {
    await show(pages, page, PATH, { ...STATE, runs: [], points: [] });
    await expect(page.getByText('No test has been stored yet.')).toBeVisible();
    await expect(page.getByRole('combobox')).toHaveCount(0);
  });

  test('is read with the keyboard: one stop for the timeline, arrows within', async ({ pages, page }) => {
    await show(pages, page, PATH, STATE);
    const rows = page.locator('.timeline').getByRole('slider');
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press('Home');
    await expect(rows.nth(1)).toHaveAttribute('aria-valuenow', '0');
    await page.keyboard.press('Tab');
    await expect(rows.nth(1)).not.toBeFocused();
    expect(await page.locator('.timeline :focus').count()).toBe(0);
  });

  test('shows older results page by page, in the contract’s words', async ({ pages, page }) => {
    await show(pages, page, PATH, STATE);
    const table = page.getByRole('region', { name: 'Results' }).getByRole('table');
    await expect(table.getByRole('row')).toHaveCount(51);
    await expect(table).toContainText('95 excellent network');
    const first = await table.getByRole('rowheader').first().textContent();
    await page.getByRole('button', { name: 'Older' }).click();
    await expect(page.getByText('Page 2 of')).toBeVisible();
    expect(await table.getByRole('rowheader').first().textContent()).not.toBe(first);
  });

  test('what a data channel measured is a lower bound, and says so, in both tables', async ({
    pages,
    page,
  }) => {
    const runs = (['rtp-datagrams', 'data-channel'] as const).map((method, index) => {
      const server = { ...measuredOver('udp', method), provider: `By ${method}` };
      return judgedRun({ at: Date.now() - (3 - index) * 60_000, summaryCode: 95, servers: [server] });
    });
    await show(pages, page, PATH, { ...STATE, runs, points: pointsOf(runs) });
    for (const name of ['Servers compared', 'Results']) {
      const table = page.getByRole('region', { name }).getByRole('table');
      const standIn = table.getByRole('row', { name: 'By data-channel' });
      await expect(standIn.getByRole('cell', { name: 'at least 8.3 Mbit/s' })).toHaveAccessibleDescription(
        /^Measured with a data channel/,
      );
      const direct = table.getByRole('row', { name: 'By rtp-datagrams' });
      await expect(direct.getByRole('cell', { name: '8.3 Mbit/s', exact: true })).toHaveCount(1);
    }
    await expectAccessible(page);
    await page.getByRole('combobox', { name: 'Server' }).selectOption('By rtp-datagrams');
    await expect(page.getByText('Measured with a data channel')).toHaveCount(0);
  });

  test('a dash for the loss over TCP and TLS says why, in both tables; another dash says nothing', async ({
    pages,
    page,
  }) => {
    const runs = (['udp', 'tcp', 'tls'] as const).map((relayProtocol, index) => {
      const server = { ...measuredOver(relayProtocol), provider: `Relay ${relayProtocol}` };
      return judgedRun({ at: Date.now() - (3 - index) * 60_000, summaryCode: 95, servers: [server] });
    });
    await show(pages, page, PATH, { ...STATE, runs, points: pointsOf(runs) });
    await page.getByRole('table').nth(1).waitFor();
    for (const [width, colorScheme] of [
      [320, 'light'],
      [1280, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }
    for (const name of ['Servers compared', 'Results']) {
      const table = page.getByRole('region', { name }).getByRole('table');
      const lossOf = (server: string) =>
        table.getByRole('row', { name: server }).getByRole('cell', { name: '–' });
      for (const over of ['TCP', 'TLS']) {
        const loss = lossOf(`Relay ${over.toLowerCase()}`).filter({ hasText: over });
        await expect(loss).toHaveAccessibleDescription(RegExp(`^Measured over ${over}: loss cannot be seen`));
      }
      await expect(lossOf('Relay udp').first()).toHaveAccessibleDescription('');
      await expect(lossOf('Relay udp').filter({ hasText: /TCP|TLS/ })).toHaveCount(0);
    }
    await expect(page.getByText('Measured over TCP: loss cannot be seen')).toHaveCount(2);
    await page.getByRole('combobox', { name: 'Server' }).selectOption('Relay udp');
    await expect(page.getByText('Measured over')).toHaveCount(0);
  });

  test('exports what is shown, without addresses', async ({ pages, page }) => {
    await show(pages, page, PATH, STATE);
    await expect(page.getByText(messages.exportHelp.message)).toBeVisible();
    await page.getByRole('combobox', { name: 'Time' }).selectOption('Last 24 hours');
    for (const [button, lines] of [
      ['JSON Lines', 0],
      ['CSV', 1],
    ] as const) {
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: button }).click();
      const text = await readFile(await (await waiting).path(), 'utf8');
      const day = STATE.points?.filter(({ at }) => at >= Date.now() - 86_400_000).length ?? 0;
      expect(text.trim().split('\n').length).toBe(day + lines);
      expect(text).not.toContain('198.51.100.7');
    }
  });

  test('exports nothing while what was chosen is still being read', async ({ pages, page }) => {
    await show(pages, page, PATH, STATE);
    const json = page.getByRole('button', { name: 'JSON Lines' });
    await expect(json).toBeEnabled();
    const release = await holdHistory(page);
    await page.getByRole('combobox', { name: 'Time' }).selectOption('Last 24 hours');
    await expect(json).toBeDisabled();
    await expect(page.getByRole('button', { name: 'CSV' })).toBeDisabled();
    await release();
    await expect(json).toBeEnabled();
  });

  test('pointing at a chart tells the result there, in all of them', async ({ pages, page }) => {
    await show(pages, page, PATH, STATE);
    const chart = page.locator('.u-over').first();
    const readouts = page.locator('.readout');
    let part = 0.2;
    // As below; and where there is a gap there is nothing to tell.
    await expect(async () => {
      await chart.scrollIntoViewIfNeeded();
      const box = await chart.boundingBox();
      if (box === null) throw new Error('The chart has no box');
      part = part > 0.8 ? 0.2 : part + 0.03;
      await page.mouse.move(box.x + box.width * part, box.y + 20);
      await expect(readouts.first()).toHaveText(/ ms · /, { timeout: 1_000 });
      await expect(readouts.last()).toHaveText(/bit\/s · /, { timeout: 1_000 });
    }).toPass();
    await page.mouse.move(1, 1);
    await expect(readouts.first()).toBeEmpty();
  });

  test('a drag across a chart zooms all of them, a button brings everything back', async ({
    pages,
    page,
  }) => {
    await show(pages, page, PATH, STATE);
    const back = page.getByRole('button', { name: 'Show all again' });
    await expect(back).toBeDisabled();
    const chart = page.locator('.u-over').first();
    // The charts are made anew while the stored state comes in; a drag across one that goes away zooms nothing.
    await expect(async () => {
      await chart.scrollIntoViewIfNeeded();
      const box = await chart.boundingBox();
      if (box === null) throw new Error('The chart has no box');
      await page.mouse.move(box.x + box.width * 0.3, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.6, box.y + 20, { steps: 5 });
      await page.mouse.up();
      await expect(back).toBeEnabled({ timeout: 1_000 });
    }).toPass();
    await back.click();
    await expect(back).toBeDisabled();
  });
});

/** Keeps a transaction open for which every reader of the history has to wait; returns how to end it. */
async function holdHistory(page: Page): Promise<() => Promise<void>> {
  const held = await page.evaluateHandle(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('precall-history');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const days = db.transaction(['runs', 'days'], 'readwrite').objectStore('days');
    const hold = { released: false };
    const again = (): void => {
      // A transaction lives as long as it has something to do.
      if (hold.released) db.close();
      else days.count().onsuccess = again;
    };
    again();
    return hold;
  });
  return () =>
    held.evaluate((hold) => {
      hold.released = true;
    });
}
