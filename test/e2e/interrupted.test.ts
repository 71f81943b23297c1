/** What may happen in the middle of a run, and in the middle of its schedule. */
import type { MonitorState } from '../../src/core/monitor/monitor-state.ts';
import type { DueRun, RunningRun } from '../../src/platform/storage.ts';
import { expect, test } from './clean-browser.ts';
import { startMeasuring } from './start-measuring.ts';

/** A light run that a person asked for, with a minute and a half from its start. */
function runningSince(runId: string, startedAt: number): RunningRun {
  return {
    runId,
    trigger: 'user',
    wish: { kind: 'light' },
    planned: null,
    startedOnline: true,
    startedAt,
    deadlineAt: startedAt + 91_000,
    attempt: 1,
    servers: '',
    superseded: false,
    changed: false,
    progress: null,
    credentials: null,
  };
}

test('the server dies in the middle of a run: it ends in time, and the next one knows', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp', 'tcp')]);
  const { runId } = await startMeasuring(extension);
  await turn.kill();
  const run = await extension.nextRun();
  expect(run.runId).toBe(runId);
  expect(run.report.durationMs).toBeLessThan(26_000);
  // Nothing came back: the run must not call this line good.
  expect(run.event.summaryCode).toBeLessThan(50);
  const after = await extension.run();
  expect(after.event).toMatchObject({ connectivityCode: 1, summaryCode: 10 });
});

test('the worker dies in the middle of a run: its result still counts', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')]);
  const { runId } = await startMeasuring(extension);
  await extension.killWorker();
  const run = await extension.nextRun();
  expect(run).toMatchObject({ runId, trigger: 'user', report: { kind: 'full', outcome: 'complete' } });
  await extension.endOfRun();
});

test('the worker dies when the run is judged, before it says so: it is not made again', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp')]);
  const { runId } = await extension.run();
  await extension.endOfRun();
  const now = Date.now();
  await extension.store('session', 'running', runningSince(runId, now - 31_000));
  await extension.killWorker();
  await extension.call((when: number) => chrome.alarms.create('watchdog', { when }), now);
  await extension.endOfRun();
  // One thing after the other: this is answered when whatever came of the alarm is under way.
  await extension.ask('background', 'runProgress', { runId: 'no run', phase: 'finishing', fraction: 1 });
  expect((await extension.stored<RunningRun | null>('session', 'running')) ?? null).toBeNull();
  expect((await extension.latest())?.runId).toBe(runId);
});

test('the measuring document dies in the middle of a run: the run is made again', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp')]);
  const running = await startMeasuring(extension);
  await extension.closeOffscreenDocument();
  // As if its time to look after it had come.
  await extension.store('session', 'running', { ...running, startedAt: Date.now() - 31_000 });
  await extension.call((when: number) => chrome.alarms.create('watchdog', { when }), Date.now());
  const run = await extension.nextRun();
  expect(run.runId).not.toBe(running.runId);
  expect(run).toMatchObject({ trigger: 'user', report: { kind: 'full', outcome: 'complete' } });
});

test('a lost run whose start lies in the future, as the clock was set back, is made again', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp')]);
  const tomorrow = Date.now() + 86_400_000;
  await extension.store('session', 'running', runningSince('lost', tomorrow));
  await extension.call(() => chrome.alarms.create('watchdog', { when: Date.now() }), undefined);
  expect(await extension.nextRun()).toMatchObject({ trigger: 'user', report: { kind: 'light' } });
});

test('a run while one is running joins it', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')]);
  const first = await extension.ask<{ runId: string }>('background', 'startRun', { kind: 'light' });
  const second = await extension.ask<{ runId: string }>('background', 'startRun', { kind: 'full' });
  expect(second).toEqual(first);
  expect(await extension.nextRun()).toMatchObject({ ...first, report: { kind: 'light' } });
  await extension.endOfRun();
});

test('other servers in the middle of a run: it is made again with them', async ({ turn, extension }) => {
  await extension.configure([{ ...turn.server('udp'), label: 'Before' }]);
  await startMeasuring(extension);
  await extension.configure([{ ...turn.server('udp'), label: 'After' }]);
  const run = await extension.nextRun();
  expect(run.preCallTestResults.map(({ provider }) => provider)).toEqual(['After']);
});

test('a cancelled run ends at once, leaves no result and no document', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')]);
  await startMeasuring(extension);
  await extension.ask('background', 'cancelRun');
  await extension.endOfRun();
  expect(await extension.latest()).toBeUndefined();
  await expect.poll(() => extension.hasOffscreenDocument()).toBe(false);
});

test('after a run that no other follows the measuring document is gone, and the toolbar turns when the result is old', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp')]);
  const run = await extension.run();
  await expect.poll(() => extension.hasOffscreenDocument()).toBe(false);
  await extension.endOfRun();
  const title = (): Promise<string> => extension.call(() => chrome.action.getTitle({}), undefined);
  await expect.poll(title).toBe(`Precall: ${run.event.summary}`);
  const alarmAt = (): Promise<number> =>
    extension.call(async () => (await chrome.alarms.get('run'))?.scheduledTime ?? 0, undefined);
  expect((await alarmAt()) - run.at).toBeGreaterThan(600_000);
  const monitor = await extension.stored<MonitorState>('local', 'monitor');
  await extension.store('local', 'monitor', { ...monitor, latest: { ...run, at: run.at - 700_000 } }, 2);
  await extension.call(() => chrome.alarms.create('run', { when: Date.now() }), undefined);
  await expect.poll(title).toContain('the last result is old');
  await expect.poll(alarmAt).toBe(0);
});

test('a lost alarm is set again by whatever wakes the worker', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')], { schedule: { enabled: true } });
  await extension.nextRun();
  await extension.endOfRun();
  await extension.call(() => chrome.alarms.clearAll(), undefined);
  await extension.killWorker();
  // Any event, here a message that is for nobody; one that comes while the worker still dies wakes none. The time is looked
  // at anew as well: on a busy machine a run may have been followed by another at once.
  const offDueMs = (): Promise<number> =>
    extension.call(async () => {
      await chrome.runtime.sendMessage({ target: 'nobody' }).catch(String);
      const { due } = await chrome.storage.local.get<{ due: { data: DueRun } }>('due');
      return Math.abs(((await chrome.alarms.get('run'))?.scheduledTime ?? 0) - due.data.at);
    }, undefined);
  await expect.poll(offDueMs).toBeLessThan(100);
});

test('asleep over several intervals: one run on waking', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')], { schedule: { enabled: true, intervalS: 60 } });
  const before = await extension.nextRun();
  await extension.endOfRun();
  const due = await extension.stored<DueRun>('local', 'due');
  // As it is found on waking: ten intervals ago something was due, and the alarm fires once, late.
  await extension.store('local', 'due', { ...due, at: Date.now() - 600_000 });
  await extension.killWorker();
  await extension.call(() => chrome.alarms.create('run', { when: Date.now() }), undefined);
  expect(await extension.nextRun(before.runId)).toMatchObject({ trigger: 'schedule' });
  const next = await extension.until<DueRun | null>('local', 'due', (value) => (value?.at ?? 0) > Date.now());
  expect((next?.at ?? 0) - Date.now()).toBeGreaterThan(50_000);
});

test('a run in the middle of which the device slept is not judged', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')]);
  const { runId, report } = await extension.run();
  await extension.endOfRun();
  const slept = { ...report, runId: 'slept', startedAt: Date.now() - 3_600_000 };
  expect(await extension.ask('background', 'runReport', slept)).toBe(true);
  expect((await extension.latest())?.runId).toBe(runId);
});

test('after a browser restart the schedule goes on', { tag: '@long' }, async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')], { schedule: { enabled: true } });
  const before = await extension.nextRun();
  await extension.endOfRun();
  const due = await extension.stored<DueRun>('local', 'due');
  await extension.restart();
  const alarmAt = (): Promise<number | null> =>
    extension.call(async () => (await chrome.alarms.get('run'))?.scheduledTime ?? null, undefined);
  await expect.poll(alarmAt).toBeCloseTo(due?.at ?? 0, -2);
  expect((await extension.latest())?.runId).toBe(before.runId);
});
