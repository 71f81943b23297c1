/** What a storage that cannot be written does to runs and their schedule. */
import type { RunningRun } from '../../src/platform/storage.ts';
import { installBrokenStorage, REFUSED_WRITES, type RefusedWrites } from './broken-storage.ts';
import { expect, inCleanBrowser } from './clean-browser.ts';
import type { ExtensionUnderTest } from './extension.ts';

const test = inCleanBrowser({ prepare: installBrokenStorage });

function refuseWrites(extension: ExtensionUnderTest, refused: RefusedWrites): Promise<void> {
  return extension.call(
    ([item, value]: readonly [string, RefusedWrites]) => chrome.storage.session.set({ [item]: value }),
    [REFUSED_WRITES, refused] as const,
  );
}

test('a report that could not be stored at first is still the run it was', async ({ turn, extension }) => {
  const untested = {
    label: 'No answer',
    urls: [],
    username: '',
    credential: '',
    credentialsUrl: 'https://127.0.0.1:9/',
  };
  await extension.configure([turn.server('udp'), untested]);
  await refuseWrites(extension, { key: 'monitor', times: 1 });
  const run = await extension.run();
  expect(run.trigger).toBe('user');
  expect(run.preCallTestResults.map(({ provider }) => provider)).toContain('No answer');
});

test('where nothing can be written no run is made, and the schedule goes on', async ({ turn, extension }) => {
  await refuseWrites(extension, { key: 'due', times: 1000 });
  await extension.configure([turn.server('udp')], { schedule: { enabled: true, intervalS: 60 } });
  const alarmInS = (): Promise<number> =>
    extension.call(
      async () => ((await chrome.alarms.get('run'))?.scheduledTime ?? 0) / 1000 - Date.now() / 1000,
      undefined,
    );
  await expect.poll(alarmInS).toBeGreaterThan(30);
  expect((await extension.stored<RunningRun | null>('session', 'running')) ?? null).toBeNull();
  await refuseWrites(extension, { key: 'due', times: 0 });
  await extension.call(() => chrome.alarms.create('run', { when: Date.now() }), undefined);
  expect(await extension.nextRun()).toMatchObject({ trigger: 'schedule' });
});

test('an identity that could not be stored spoils neither its run nor the next', async ({
  turn,
  extension,
}) => {
  await extension.configure([turn.server('udp')]);
  await refuseWrites(extension, { key: 'deviceId', times: 1 });
  const first = await extension.run();
  expect(first.event.deviceId).toMatch(/^[0-9a-f-]{36}$/);
  expect((await extension.run()).event.deviceId).toBe(first.event.deviceId);
});
