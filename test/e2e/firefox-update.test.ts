/** A newer version comes in Firefox in the middle of a run, as from a store. */
import type { RunningRun } from '../../src/platform/storage.ts';
import { startCoturn } from './coturn.ts';
import { expect, FirefoxUnderTest, test } from './firefox-extension.ts';
import { startMeasuring } from './start-measuring.ts';
import { within } from './within.ts';

test('in Firefox an update that comes in the middle of a run is applied when the run is judged', {
  tag: '@long',
}, async () => {
  test.slow(); // Firefox starts twice.
  await within(startCoturn(), (turn) =>
    within(FirefoxUnderTest.launch({ installed: true }), async (firefox) => {
      await firefox.configure([turn.server('udp')]);
      const versionOf = () => firefox.call(() => chrome.runtime.getManifest().version, undefined);
      const before = await versionOf();
      const { runId } = await startMeasuring(firefox);
      await firefox.afterReload(() => firefox.offerUpdate());
      expect(await versionOf()).not.toBe(before);
      expect(await firefox.latest()).toMatchObject({ runId, report: { outcome: 'complete' } });
      expect((await firefox.stored<RunningRun | null>('session', 'running')) ?? null).toBeNull();
      // What was stored is the newer version's as well, also when the browser ends without a word.
      await firefox.crash();
      expect(await firefox.latest()).toMatchObject({ runId });
      expect((await firefox.run()).event.summaryCode).toBeGreaterThan(65);
    }),
  );
});

test('in Firefox a notification that an update takes away is raised once more, one that was dismissed is not', {
  tag: '@long',
}, async () => {
  test.slow(); // The extension starts three times.
  await within(startCoturn(), (turn) =>
    within(FirefoxUnderTest.launch({ installed: true }), async (firefox) => {
      await firefox.configure([turn.server('tcp')]);
      await turn.kill();
      await firefox.run();
      const { notificationID } = (await firefox.run()).event;
      expect(await firefox.shownNotifications()).toEqual([notificationID]);
      await firefox.afterReload(() => firefox.offerUpdate());
      await firefox.until<string | null>('local', 'takenNotice', (id) => id === null);
      await expect.poll(() => firefox.shownNotifications()).toEqual([notificationID]);
      const raised = (await firefox.notificationCalls()).filter(({ call }) => call === 'create');
      expect(raised.map(({ id }) => id)).toEqual([notificationID, notificationID]);
      expect(raised[1]?.message).toBe(raised[0]?.message);
      await firefox.call(async (id) => void (await chrome.notifications.clear(id)), notificationID);
      await firefox.afterReload(() => firefox.offerUpdate());
      // Whatever it would raise is raised when this is answered.
      await firefox.ask('background', 'runProgress', { runId: 'no run', phase: 'finishing', fraction: 1 });
      expect(await firefox.shownNotifications()).toEqual([]);
    }),
  );
});
