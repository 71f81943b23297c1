import type { Page } from 'playwright';
import { judgedRun, measuredOver, monitorWith } from '../core/builders/judged-runs.ts';
import {
  expectAccessible,
  expectAccessibleInEach,
  expectNoSidewaysScroll,
  LIGHT_AND_DARK,
  show,
} from './views-pages.ts';
import { popupStates } from './views-states.ts';
import { expect, test } from './views-test.ts';

const NOW = Date.now();
const STATES = popupStates(NOW);

/** Each has something that the others have not; the rest is looked at by `npm run test:all`. */
const ALWAYS: ReadonlySet<string> = new Set([
  'first-run',
  'running',
  'unstable',
  'several-servers',
  'no-connection',
  'thorough',
  'trouble',
]);

test.describe('each state of the popup', () => {
  for (const [name, state] of Object.entries(STATES)) {
    const tag = ALWAYS.has(name) ? [] : ['@long'];
    test(`${name} is accessible, light and dark, and right to left`, { tag }, async ({ pages, page }) => {
      await page.setViewportSize({ width: 360, height: 600 });
      await show(pages, page, 'popup/popup.html', state);
      await expectAccessibleInEach(page, LIGHT_AND_DARK);
      // Its middle scrolls, and nothing else: its head and foot stay.
      const below = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
      expect(below).toBeLessThanOrEqual(0);
      await page.evaluate(() => {
        document.documentElement.dir = 'rtl';
      });
      await expectNoSidewaysScroll(page);
      // Zoomed far in, or beside other things, there is less room.
      await page.setViewportSize({ width: 320, height: 600 });
      await expectNoSidewaysScroll(page);
      const hidden = await page
        .locator('.content')
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect(hidden).toBeLessThanOrEqual(0);
    });
  }

  test('is accessible in the person’s own colours, light and dark', async ({ pages, page }) => {
    const own = LIGHT_AND_DARK.map((scheme) => ({ ...scheme, forcedColors: 'active' as const }));
    await show(pages, page, 'popup/popup.html', STATES.unstable ?? fail());
    await page.getByRole('button', { name: 'Test now' }).waitFor();
    await expectAccessibleInEach(page, own);
  });

  test('at each height one part of it scrolls, and everything can be reached', async ({ pages, page }) => {
    await show(pages, page, 'popup/popup.html', STATES['several-servers'] ?? fail());
    await page.getByText('Last 24 hours').waitFor();
    for (const height of [240, 299, 300, 400, 595, 596]) {
      for (const width of [320, 360]) {
        await page.setViewportSize({ width, height });
        expect(await scrolling(page), `${width} × ${height}`).toEqual([height < 300 ? 'html' : '.content']);
        await page.getByRole('button', { name: 'Test now' }).click({ trial: true });
        await page.getByLabel('Notifications').click({ trial: true });
      }
    }
  });

  test('the status is a word, and the sentence is the contract’s', async ({ pages, page }) => {
    await show(pages, page, 'popup/popup.html', STATES.unstable ?? fail());
    await expect(page.locator('.word')).toHaveText('Fair');
    await expect(page.locator('.sentence')).toHaveText(
      'Your bandwidth is enough for good audio and fair video quality, but not enough for screen sharing quality. Your network is unstable and you might experience minor issues',
    );
    await expect(page.locator('.because')).toContainText(
      'Round trip 180 ms, normally 42–55 ms on this network',
    );
    await expect(page.locator('.advice li').first()).toHaveText(/Pause uploads, downloads and backups/);
    await expect(page.getByLabel('Notifications')).toHaveValue('snoozed');
  });

  test('a test that measured no quality tells when it was made, not when it measured', async ({
    pages,
    page,
  }) => {
    await show(pages, page, 'popup/popup.html', STATES['not-measured'] ?? fail());
    await expect(page.getByText(/^Tested \d+ min\. ago$/)).toBeVisible();
    await show(pages, page, 'popup/popup.html', STATES['connected-only'] ?? fail());
    await expect(page.getByText(/^Measured \d+ min\. ago$/)).toBeVisible();
  });

  test('the numbers that are to blame are marked, the others not', async ({ pages, page }) => {
    const names = page.locator('.numbers dt');
    const unstable = STATES.unstable ?? fail();
    const shaken = judgedRun({
      at: Date.now(),
      summaryCode: 50,
      rttMs: 180,
      jitterMs: 34,
      because: unstable.monitor.latest?.because ?? fail(),
    });
    await show(pages, page, 'popup/popup.html', { ...unstable, monitor: monitorWith(shaken) });
    await expect(names).toHaveText([
      'Round tripUnusual on this network',
      'JitterWorse than a good call needs',
      'Loss',
      'Bandwidth',
    ]);
    await show(pages, page, 'popup/popup.html', STATES.good ?? fail());
    await expect(names).toHaveText(['Round trip', 'Jitter', 'Loss', 'BandwidthWorse than a good call needs']);
    await show(pages, page, 'popup/popup.html', STATES.excellent ?? fail());
    await expect(names).toHaveText(['Round trip', 'Jitter', 'Loss', 'Bandwidth']);
  });

  test('numbers that are old, or of a device that is offline, are dimmed, and can be read all the same', async ({
    pages,
    page,
  }) => {
    const coloursOf = async (name: string): Promise<readonly string[]> => {
      await show(pages, page, 'popup/popup.html', STATES[name] ?? fail());
      await page.getByText('Last 24 hours').waitFor();
      return page
        .locator('.measured')
        .locator('.forecast dd, .figure .value')
        .evaluateAll((all) => all.map((each) => getComputedStyle(each).color));
    };
    for (const scheme of LIGHT_AND_DARK) {
      await page.emulateMedia(scheme);
      const current = new Set(await coloursOf('excellent'));
      for (const name of ['stale', 'offline']) {
        const dimmed = await coloursOf(name);
        expect(dimmed.length, name).toBeGreaterThan(3);
        expect(
          dimmed.filter((colour) => current.has(colour)),
          name,
        ).toEqual([]);
        await expectAccessible(page, ['color-contrast']);
      }
    }
  });

  test('the day is read with the arrow keys, and a gap is called one', async ({ pages, page }) => {
    await show(pages, page, 'popup/popup.html', STATES.excellent ?? fail());
    const strip = page.getByRole('slider', { name: 'Last 24 hours' });
    await strip.focus();
    await page.keyboard.press('ArrowLeft');
    await expect(strip).toHaveAttribute('aria-valuetext', /Round trip/);
    const texts = new Set<string | null>();
    for (let step = 0; step < 96; step += 1) {
      await page.keyboard.press('ArrowLeft');
      texts.add(await strip.getAttribute('aria-valuetext'));
    }
    expect([...texts].some((text) => text?.includes('no test'))).toBe(true);
    expect([...texts].some((text) => text?.includes('Poor'))).toBe(true);
  });

  test('a quarter of an hour that measured nothing is drawn and told as that, not in a colour', async ({
    pages,
    page,
  }) => {
    await show(pages, page, 'popup/popup.html', STATES['connected-only-old'] ?? fail());
    const strip = page.getByRole('slider', { name: 'Last 24 hours' });
    await expect(strip.locator('.connected-only').first()).toBeVisible();
    await strip.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await expect(strip).toHaveAttribute('aria-valuetext', /: connected, quality not measured \(3 tests\)$/);
  });

  test('who has used the day’s data up is told why no automatic test is made', async ({ pages, page }) => {
    const told = page.getByText('Tests you asked for have used up the data budget');
    await show(pages, page, 'popup/popup.html', STATES['used-up'] ?? fail());
    await expect(told).toBeVisible();
    await show(pages, page, 'popup/popup.html', STATES.excellent ?? fail());
    await page.getByText('Last 24 hours').waitFor();
    await expect(told).toHaveCount(0);
  });

  test('the tab key reaches everything, in the order it is read', async ({ pages, page }) => {
    await show(pages, page, 'popup/popup.html', STATES.excellent ?? fail());
    const names: string[] = [];
    for (let step = 0; step < 11; step += 1) {
      await page.keyboard.press('Tab');
      names.push(
        await page.evaluate(() => {
          const focused = document.activeElement;
          const outline = focused === null ? '' : getComputedStyle(focused).outlineStyle;
          return `${focused?.tagName} ${focused?.getAttribute('aria-label') ?? focused?.textContent?.slice(0, 16)} ${outline}`;
        }),
      );
    }
    // The links name the sources of the place, as many as there are.
    expect(names.filter((name) => !name.startsWith('A '))).toEqual([
      'BUTTON History solid',
      'BUTTON Settings solid',
      'DIV Last 24 hours solid',
      'BUTTON Thorough test solid',
      'BUTTON Watch the line solid',
      'SUMMARY Report a problem solid',
      'SELECT onsilent for 1 h solid',
      'BUTTON Test now solid',
    ]);
  });

  test('each transport says why it failed and what to do', async ({ pages, page }) => {
    await show(pages, page, 'popup/popup.html', STATES['several-servers'] ?? fail());
    const company = page.locator('.servers > ul > li', { hasText: 'Company relay' });
    await expect(
      company.getByRole('listitem').filter({ hasText: 'UDP: Wrong credentials' }).first(),
    ).toBeAttached();
    await expect(company).toContainText('Short-lived credentials may have expired');
    await expect(page.locator('.servers > ul > li').first()).toContainText('Company relay');
  });

  test('what TCP and TLS hide is said beside the server and in the report, and not over UDP', async ({
    pages,
    page,
  }) => {
    for (const relayProtocol of ['udp', 'tcp', 'tls'] as const) {
      const run = judgedRun({ at: NOW, summaryCode: 95, servers: [measuredOver(relayProtocol)] });
      const state = { ...(STATES.excellent ?? fail()), monitor: monitorWith(run) };
      await show(pages, page, 'popup/popup.html', state);
      const note = `Measured over ${relayProtocol.toUpperCase()}: loss cannot be seen there`;
      const times = relayProtocol === 'udp' ? 0 : 1;
      await page.locator('.servers').waitFor();
      await expect(page.locator('.servers').getByText(note)).toHaveCount(times);
      const report = await page.locator('.report textarea').inputValue();
      expect(report.includes(note)).toBe(times === 1);
    }
  });

  test('what a data channel measured is said beside the server and in the report', async ({
    pages,
    page,
  }) => {
    for (const [method, times] of [
      ['rtp-datagrams', 0],
      ['data-channel', 1],
    ] as const) {
      const run = judgedRun({ at: NOW, summaryCode: 95, servers: [measuredOver('udp', method)] });
      const throughput = { at: NOW, throughputKbps: 8300, atLeast: times === 1 };
      await show(pages, page, 'popup/popup.html', {
        ...(STATES.excellent ?? fail()),
        monitor: monitorWith({ ...run, throughput }),
      });
      await page.locator('.servers').waitFor();
      await expect(page.locator('.servers').getByText('Measured with a data channel')).toHaveCount(times);
      await expect(page.locator('.numbers').getByText('at least 8.3 Mbit/s')).toHaveCount(times);
      const report = await page.locator('.report textarea').inputValue();
      expect(report.includes('Measured with a data channel')).toBe(times === 1);
    }
  });

  test('a change in the storage is shown at once, and nothing moves when a run begins', async ({
    pages,
    page,
  }) => {
    await page.setViewportSize({ width: 360, height: 600 });
    await show(pages, page, 'popup/popup.html', STATES.excellent ?? fail());
    const before = await page.locator('.numbers').boundingBox();
    await pages.store('session', 'running', STATES.running?.running);
    await expect(page.getByRole('progressbar')).toBeVisible();
    expect(await page.locator('.numbers').boundingBox()).toEqual(before);
    await pages.store('session', 'running', null);
    await expect(page.getByRole('button', { name: 'Test now' })).toBeVisible();
  });

  test('the report names the episode, and holds an address only when asked to', async ({ pages, page }) => {
    await show(pages, page, 'popup/popup.html', STATES.excellent ?? fail());
    await page.getByText('Report a problem').click();
    const report = page.getByRole('textbox');
    await expect(report).toHaveValue(/Notification ID: 3b9ac8f1d2e40517/);
    await expect(report).toHaveValue(/turns:fra\.turn\.example\.org:443 \(tls\): works/);
    await expect(report).not.toHaveValue(/198\.51\.100\.7|hunter2/);
    await page.getByLabel('Include my IP address').check();
    await expect(report).toHaveValue(/198\.51\.100\.7/);
  });
});

function fail(): never {
  throw new Error('No such state');
}

/** What of a page's frame there is more of than is seen. */
function scrolling(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    ['html', 'body', '.popup', '.content'].filter((selector) => {
      const element = document.querySelector(selector);
      if (element === null) return false;
      const scrolls = selector === 'html' || getComputedStyle(element).overflowY !== 'visible';
      return scrolls && element.scrollHeight > element.clientHeight;
    }),
  );
}
