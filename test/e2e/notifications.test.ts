/** One desktop notification for each degradation, whatever happens in between. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import german from '../../_locales/de/messages.json' with { type: 'json' };
import type { MonitorState } from '../../src/core/monitor/monitor-state.ts';
import { NOTIFICATION } from '../../src/core/sct/sct-codes.ts';
import type { DueRun } from '../../src/platform/storage.ts';
import { type BadLine, openBadLine } from './bad-line.ts';
import { test as base, expect } from './clean-browser.ts';
import { ExtensionUnderTest } from './extension.ts';

/** Over 400 ms there and back: "high latency", code 30. */
const SLOW = { delayMs: 230 };
const GOOD = {};

const test = base.extend<{ line: BadLine }>({
  line: async ({ turn }, use) => {
    const line = await openBadLine(turn.port, SLOW);
    await use(line);
    line.close();
  },
});

async function raised(extension: ExtensionUnderTest): Promise<string[]> {
  const calls = await extension.notificationCalls();
  return calls.filter(({ call }) => call === 'create').map(({ message }) => message ?? '');
}

function dismiss(extension: ExtensionUnderTest, id: string): Promise<void> {
  return extension.call(async (shown: string) => void (await chrome.notifications.clear(shown)), id);
}

test('one for an episode, also over a browser restart; again when it gets worse; cleared on recovery', async ({
  turn,
  line,
  extension,
}) => {
  await extension.configure([{ ...turn.server(), urls: [line.url] }]);
  const first = await extension.run();
  expect(first.event).toMatchObject({ summaryCode: 30, clearNotification: false });
  const second = await extension.run();
  expect([first.notified, second.notified]).toEqual([false, true]);
  expect(await raised(extension)).toEqual([NOTIFICATION[300]]);
  expect(await extension.shownNotifications()).toEqual([second.event.notificationID]);

  const same = { notified: false, event: { summaryCode: 30, notificationID: second.event.notificationID } };
  expect(await extension.run()).toMatchObject(same);
  await extension.killWorker();
  expect(await extension.run()).toMatchObject(same);
  await extension.restart();
  expect(await extension.run()).toMatchObject(same);
  expect(await raised(extension)).toEqual([NOTIFICATION[300]]);

  // Dismissed by hand: what gets worse is told all the same.
  await dismiss(extension, second.event.notificationID);
  await turn.kill();
  // One failed run may be a moment; the next one confirms it, as the same episode.
  const unsure = await extension.run();
  expect(unsure).toMatchObject({ notified: false, told: 'unsure', event: { summaryCode: 10 } });
  const worse = await extension.run();
  expect(worse).toMatchObject({ notified: true, event: { summaryCode: 10, connectivityCode: 1 } });
  expect(worse.event.notificationID).toBe(unsure.event.notificationID);
  expect(worse.event.notificationID).not.toBe(second.event.notificationID);
  expect(await raised(extension)).toEqual([NOTIFICATION[300], NOTIFICATION[100]]);
  expect(await extension.shownNotifications()).toEqual([worse.event.notificationID]);

  line.become(GOOD);
  await turn.start();
  const recovered = await extension.run();
  expect(recovered.event.summaryCode).toBeGreaterThan(65);
  expect(recovered.event.clearNotification).toBe(true);
  expect((await extension.notificationCalls()).at(-1)).toEqual({
    call: 'clear',
    id: worse.event.notificationID,
  });
  expect(await extension.shownNotifications()).toEqual([]);
});

test('a bad line is cleared by good runs, not by the first of them, and the user’s own words are shown', {
  tag: '@long',
}, async ({ turn, line, extension }) => {
  const notifications = { texts: { '300': 'Slow today' } };
  await extension.configure([{ ...turn.server(), urls: [line.url] }], { notifications });
  await extension.run();
  const bad = await extension.run();
  expect(bad).toMatchObject({ notified: true, event: { notification: NOTIFICATION[300] } });
  expect(await raised(extension)).toEqual(['Slow today']);

  line.become(GOOD);
  expect((await extension.run()).event.clearNotification).toBe(false);
  expect(await extension.shownNotifications()).toEqual([bad.event.notificationID]);
  // The second one, but for a machine so busy that one of them reads bad.
  await expect
    .poll(async () => (await extension.run()).event.clearNotification, { timeout: 60_000 })
    .toBe(true);
  expect(await extension.shownNotifications()).toEqual([]);
});

base('a snooze keeps it back, and it is raised afterwards if it still holds', async ({ turn, extension }) => {
  await extension.configure([turn.server('tcp')]);
  await turn.kill();
  await extension.ask('background', 'snooze', 'one-hour');
  await extension.run();
  expect((await extension.run()).notified).toBe(false);
  await extension.ask('background', 'snooze', null);
  expect((await extension.run()).notified).toBe(true);
  expect(await raised(extension)).toEqual([NOTIFICATION[100]]);
});

base(
  'what was dismissed by hand comes again with its reminder, and the sample as often as it is asked for',
  async ({ turn, extension }) => {
    const notifications = { reminderMinutes: 60 };
    await extension.configure([turn.server('tcp')], { notifications });
    await turn.kill();
    await extension.run();
    const { notificationID } = (await extension.run()).event;
    await dismiss(extension, notificationID);
    await extension.run();
    expect(await extension.shownNotifications()).toEqual([]);
    const monitor = await extension.stored<MonitorState>('local', 'monitor');
    const hourAgo = JSON.parse(JSON.stringify(monitor), (key, value) =>
      key === 'notifiedAt' ? value - 3_700_000 : value,
    );
    await extension.store('local', 'monitor', hourAgo, 2);
    expect(await extension.run()).toMatchObject({ notified: true, told: 'reminder' });
    expect(await extension.shownNotifications()).toEqual([notificationID]);

    await extension.ask('background', 'tryNotification');
    await extension.ask('background', 'tryNotification');
    const ofSample = (await extension.notificationCalls()).filter(({ id }) => id === 'sample');
    // A desktop shows the same one again only when it is another to it.
    expect(ofSample.map(({ call }) => call)).toEqual(['clear', 'create', 'clear', 'create']);
  },
);

/** The next worker finds the time come. */
async function killAndHurry(extension: ExtensionUnderTest, planned: DueRun | null): Promise<void> {
  await extension.killWorker();
  const now = Date.now();
  await extension.store('local', 'due', { ...planned, at: now });
  await extension.call((when: number) => chrome.alarms.create('run', { when }), now);
}

for (const { worker, tag, meanwhile } of [
  { worker: 'lives on', tag: ['@long'], meanwhile: async () => {} },
  { worker: 'dies before', tag: [], meanwhile: killAndHurry },
]) {
  base(
    `a scheduled run that fails is looked at again before the minute is over, and then told: the worker ${worker}`,
    { tag },
    async ({ turn, extension }) => {
      const servers = [turn.server('tcp')];
      await extension.configure(servers, { schedule: { enabled: true, intervalS: 600 } });
      const good = await extension.nextRun();
      await extension.endOfRun();
      await turn.kill();
      await extension.store('local', 'due', null);
      // Looks at what is due, as every change of the settings does.
      await extension.configure(servers, { schedule: { enabled: true, intervalS: 300 } });

      const failed = await extension.nextRun(good.runId);
      const seen = { trigger: 'schedule', told: 'unsure', notified: false, event: { connectivityCode: 1 } };
      expect(failed).toMatchObject(seen);
      const planned = await extension.until<DueRun | null>(
        'local',
        'due',
        (due) => due?.followUp !== undefined,
      );
      expect(planned).toMatchObject({ inMs: 25_000, followUp: {} });
      await extension.endOfRun();
      await meanwhile(extension, planned);
      expect(await extension.nextRun(failed.runId)).toMatchObject({
        trigger: 'follow-up',
        told: 'degraded',
        notified: true,
        event: { connectivityCode: 1, notificationID: failed.event.notificationID },
      });
      expect(await raised(extension)).toEqual([NOTIFICATION[100]]);
      // From here on the schedule's own interval is enough.
      const next = await extension.until<DueRun | null>('local', 'due', (due) => due?.followUp === undefined);
      expect(next?.inMs).toBe(300_000);
    },
  );
}

base(
  'offline: each run says "no connection", and one notification is raised, which leads to the history',
  async ({ turn }) => {
    // The measuring document is told what a browser without any network tells it, and nothing answers.
    await turn.kill();
    const extension = await ExtensionUnderTest.launch({
      async prepare(folder) {
        const script = join(folder, 'offscreen', 'offscreen.js');
        const offline = "Object.defineProperty(navigator, 'onLine', { value: false });\n";
        await writeFile(script, offline + (await readFile(script, 'utf8')));
        await writeFile(join(folder, '_locales', 'en', 'messages.json'), JSON.stringify(german));
      },
    });
    try {
      await extension.configure([turn.server('tcp', 'tls')]);
      const runs = [await extension.run(), await extension.run(), await extension.run()];
      for (const { event, report } of runs) {
        expect(event).toMatchObject({ connectivityCode: 1, summaryCode: 10 });
        expect(report.outcome).toBe('offline');
      }
      expect(runs.map(({ told }) => told)).toEqual(['unsure', 'degraded', 'told']);
      expect(runs[0]?.preCallTestResults[0]?.urls).toMatchObject([
        { reachable: false, reason: 'no-network' },
        { reachable: false, reason: 'no-network' },
      ]);
      // The contract's words, and what they mean.
      expect(await raised(extension)).toEqual([`${NOTIFICATION[100]}\n${german.notification_100.message}`]);

      // A click shows the history; another click, the same one.
      const history = () => extension.context.pages().filter((page) => page.url().includes('history.html'));
      const click = () => extension.clickNotification(runs[1]?.event.notificationID ?? '');
      await click();
      await expect.poll(() => history().length).toBe(1);
      await expect.poll(() => extension.shownNotifications()).toEqual([]);
      const other = await extension.openPage('popup/popup.html');
      await other.bringToFront();
      await history()[0]?.evaluate(() => document.body.setAttribute('data-old', ''));
      await click();
      const reloaded = (): Promise<boolean | undefined> | undefined =>
        history()[0]
          ?.locator('body:not([data-old])')
          .evaluate(() => document.visibilityState === 'visible');
      await expect.poll(reloaded).toBe(true);
      expect(history()).toHaveLength(1);
    } finally {
      await extension.dispose();
    }
  },
);
