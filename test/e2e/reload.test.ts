/** The extension starts anew in the middle of a run: by an update, which waits, or by a person, who does not. */
import messages from '../../_locales/en/messages.json' with { type: 'json' };
import type { RunningRun } from '../../src/platform/storage.ts';
import { expect, test } from './clean-browser.ts';
import { startMeasuring } from './start-measuring.ts';

test('an update that comes in the middle of a run is applied when the run is judged', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp')]);
  const { runId } = await startMeasuring(extension);
  await extension.afterReload(() => extension.announceUpdate());
  expect(await extension.latest()).toMatchObject({ runId, report: { outcome: 'complete' } });
  expect((await extension.stored<RunningRun | null>('session', 'running')) ?? null).toBeNull();
});

test('an update waits for a form that somebody fills in, and no longer', async ({ turn, extension }) => {
  await extension.configure([turn.server('udp')]);
  const options = await extension.openPage('options/options.html');
  await options.getByRole('button', { name: 'Add a server' }).click();
  await options.getByRole('textbox', { name: 'Name', exact: true }).fill('Half a name');
  await extension.announceUpdate();
  await extension.until<boolean>('session', 'update', (waits) => waits === true);
  await expect(options.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Half a name');
  await options.close();
  await extension.afterReload(async () => {
    await extension.call(() => chrome.alarms.create('run', { when: Date.now() }), undefined);
  });
  expect((await extension.stored<boolean>('session', 'update')) ?? false).toBe(false);
});

test('a test that a person asked for and a reload cut off is made again, once, and then said to be lost', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp')]);
  const { runId } = await startMeasuring(extension);
  await extension.reload();
  const again = await extension.until<RunningRun | null>(
    'session',
    'running',
    (running) => (running?.attempt ?? 0) === 2,
  );
  expect(again).toMatchObject({ trigger: 'user', wish: { kind: 'full' } });
  expect(again?.runId).not.toBe(runId);
  await extension.reload();
  // Whatever would begin has begun when this is answered.
  await extension.ask('background', 'runProgress', { runId: 'no run', phase: 'finishing', fraction: 1 });
  expect((await extension.stored<RunningRun | null>('session', 'running')) ?? null).toBeNull();
  expect(await extension.stored('local', 'asked')).toBeNull();
  const popup = await extension.openPage('popup/popup.html');
  const told = popup.getByText(messages.troubleLost.message);
  await expect(told).toBeVisible();
  await extension.run();
  await expect(told).toHaveCount(0);
});

test('a notification that an update takes away is raised once more, with the same words', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('tcp')]);
  await turn.kill();
  await extension.run();
  const { event } = await extension.run();
  expect(await extension.shownNotifications()).toEqual([event.notificationID]);
  await extension.afterReload(() => extension.announceUpdate());
  await extension.until<string | null>('local', 'takenNotice', (id) => id === null);
  await expect.poll(() => extension.shownNotifications()).toEqual([event.notificationID]);
  const raised = (await extension.notificationCalls()).filter(({ call }) => call === 'create');
  expect(raised.map(({ id }) => id)).toEqual([event.notificationID, event.notificationID]);
  expect(raised[1]?.message).toBe(raised[0]?.message);
  // What a person has dismissed stays away.
  await extension.call(async (id) => void (await chrome.notifications.clear(id)), event.notificationID);
  await extension.afterReload(() => extension.announceUpdate());
  await extension.ask('background', 'runProgress', { runId: 'no run', phase: 'finishing', fraction: 1 });
  expect(await extension.shownNotifications()).toEqual([]);
});
