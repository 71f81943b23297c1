/** What does not depend on a call goes on when the browser refuses it. */
import type { DueRun } from '../../src/platform/storage.ts';
import type { Trouble } from '../../src/platform/troubles.ts';
import { expect, inCleanBrowser } from './clean-browser.ts';
import type { ExtensionUnderTest } from './extension.ts';
import { installRefusals, REFUSED_CALLS, type RefusableCall } from './refused-calls.ts';

const test = inCleanBrowser({ prepare: installRefusals });

function refuse(extension: ExtensionUnderTest, ...calls: readonly RefusableCall[]): Promise<void> {
  return extension.call(
    ([item, value]: readonly [string, readonly string[]]) => chrome.storage.session.set({ [item]: value }),
    [REFUSED_CALLS, calls] as const,
  );
}

test('without a desktop the run is judged all the same, and the next one tells what this one could not', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('tcp')]);
  // Over TCP that is known at once.
  await turn.kill();
  await refuse(extension, 'notifications.create');
  // One failed run may be a moment: it is the second one in a row that would be told.
  await extension.run();
  const run = await extension.run();
  expect(run).toMatchObject({ event: { summaryCode: 10 }, notified: false, told: 'refused' });
  expect(await extension.shownNotifications()).toEqual([]);
  await refuse(extension);
  expect(await extension.run()).toMatchObject({ notified: true, told: 'degraded' });
  expect(await extension.shownNotifications()).toHaveLength(1);
});

test('while tabs cannot be asked for sound, or the toolbar not be changed, runs are made', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp')], { schedule: { enabled: true } });
  const before = await extension.nextRun();
  await extension.endOfRun();
  await refuse(extension, 'tabs.query', 'action.setIcon');
  const due = await extension.stored<DueRun>('local', 'due');
  await extension.store('local', 'due', { ...due, at: Date.now() });
  await extension.call(() => chrome.alarms.create('run', { when: Date.now() }), undefined);
  expect(await extension.nextRun(before.runId)).toMatchObject({ trigger: 'schedule' });
  await extension.endOfRun();
});

test('a worker that could not read the settings says so, is woken again, and makes the next run', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp')], { schedule: { enabled: true, intervalS: 60 } });
  const before = await extension.nextRun();
  await extension.endOfRun();
  await refuse(extension, 'storage.local.get');
  await extension.killWorker();
  await extension.call(async () => {
    const fired = new Promise<void>((resolve) => chrome.alarms.onAlarm.addListener(() => resolve()));
    const { periodInMinutes } = (await chrome.alarms.get('run')) ?? {};
    await chrome.alarms.create('run', { when: Date.now(), ...(periodInMinutes && { periodInMinutes }) });
    await fired;
  }, undefined);
  const alarmInS = (): Promise<number> =>
    extension.call(
      async () => ((await chrome.alarms.get('run'))?.scheduledTime ?? 0) / 1000 - Date.now() / 1000,
      undefined,
    );
  await expect.poll(alarmInS).toBeGreaterThan(0);
  await extension.until<readonly Trouble[]>('session', 'trouble', (told) => (told ?? []).includes('work'));
  // It begins afresh, and nothing is told any more.
  await refuse(extension);
  const due = await extension.stored<DueRun>('local', 'due');
  await extension.store('local', 'due', { ...due, at: Date.now() });
  await extension.call(() => chrome.alarms.create('run', { when: Date.now() }), undefined);
  expect(await extension.nextRun(before.runId)).toMatchObject({ trigger: 'schedule' });
  await extension.until<readonly Trouble[]>('session', 'trouble', (told) => (told ?? []).length === 0);
});
