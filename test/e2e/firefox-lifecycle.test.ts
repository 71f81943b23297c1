/** In Firefox: what befalls the event page, and one notification for each degradation. */
import { NOTIFICATION } from '../../src/core/sct/sct-codes.ts';
import type { DueRun, RunningRun } from '../../src/platform/storage.ts';
import { startCoturn } from './coturn.ts';
import { expect, FirefoxUnderTest, test } from './firefox-extension.ts';
import { freePort, HOST } from './free-port.ts';
import { startMeasuring } from './start-measuring.ts';
import { within } from './within.ts';

test('an event page that was stopped between runs is woken by its alarm and knows what was', async ({
  turn,
  firefox,
}) => {
  await firefox.configure([turn.server('udp')], { schedule: { enabled: true } });
  const before = await firefox.nextRun();
  await firefox.until<RunningRun | null>('session', 'running', (run) => (run ?? null) === null);
  await firefox.stopEventPage();
  expect(await firefox.eventPageState()).toBe('stopped');
  const due = await firefox.stored<DueRun>('local', 'due');
  const now = Date.now();
  await firefox.store('local', 'due', { ...due, at: now });
  await firefox.call((when: number) => chrome.alarms.create('run', { when }), now);
  const after = await firefox.nextRun(before.runId);
  expect(after.trigger).toBe('schedule');
  expect(after.event.deviceId).toBe(before.event.deviceId);
  // The toolbar follows the stored result.
  await expect.poll(() => firefox.buttonTitle()).toContain(after.event.summary);
});

test('a run whose event page was stopped is made again', async ({ turn, firefox }) => {
  await firefox.configure([turn.server('udp')]);
  const running = await startMeasuring(firefox);
  await firefox.stopEventPage();
  // As if its time to look after it had come.
  await firefox.store('session', 'running', { ...running, startedAt: Date.now() - 31_000 });
  await firefox.call((when: number) => chrome.alarms.create('watchdog', { when }), Date.now());
  const run = await firefox.nextRun(await firefox.latest().then((latest) => latest?.runId ?? null));
  expect(run.runId).not.toBe(running.runId);
  expect(run).toMatchObject({ trigger: 'user', report: { kind: 'full', outcome: 'complete' } });
});

test('one notification for an episode, over a restart; cleared on recovery', { tag: '@long' }, async () => {
  await within(startCoturn(), (turn) =>
    within(FirefoxUnderTest.launch(), async (firefox) => {
      await firefox.configure([turn.server('tcp')]);
      await turn.kill();
      // One failed run alone may be a moment.
      const first = await firefox.run();
      expect(first).toMatchObject({ notified: false, event: { summaryCode: 10 } });
      expect(await firefox.shownNotifications()).toEqual([]);
      const bad = await firefox.run();
      expect(bad).toMatchObject({ notified: true, event: { summaryCode: 10 } });
      // Firefox refuses a notification that asks for what it does not have, such as buttons.
      expect(await firefox.shownNotifications()).toEqual([bad.event.notificationID]);
      await firefox.stopEventPage();
      expect((await firefox.run()).notified).toBe(false);
      await firefox.restart();
      expect(await firefox.run()).toMatchObject({ notified: false, event: { summaryCode: 10 } });
      const created = (await firefox.notificationCalls()).filter(({ call }) => call === 'create');
      expect(created).toMatchObject([{ id: bad.event.notificationID, message: NOTIFICATION[100] }]);

      await turn.start();
      expect((await firefox.run()).event.clearNotification).toBe(true);
      const last = (await firefox.notificationCalls()).at(-1);
      expect(last).toEqual({ call: 'clear', id: bad.event.notificationID });
    }),
  );
});

test('the event page stays for a run that is longer than its idle limit', async ({ turn, firefox }) => {
  const limit = "'extensions.background.idle.timeout'";
  await firefox.configure([{ ...turn.server(), urls: [`turn:${HOST}:${await freePort()}`] }]);
  await firefox.browser.evaluateInBrowser(`Services.prefs.setIntPref(${limit}, 3_000)`);
  await firefox.stopEventPage();
  const before = await firefox.latest();
  // Nobody answers: five seconds in which the run has nothing to say to the browser.
  const { runId } = await firefox.ask<{ runId: string }>('background', 'startRun', { kind: 'light' });
  const run = await firefox.nextRun(before?.runId ?? null);
  expect(run).toMatchObject({ runId, report: { outcome: 'complete' } });
  expect(run.report.durationMs).toBeGreaterThan(4_500);
  await expect.poll(() => firefox.eventPageState(), { timeout: 10_000 }).toBe('stopped');
  await firefox.browser.evaluateInBrowser(`Services.prefs.clearUserPref(${limit})`);
});
