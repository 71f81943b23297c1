/** A newer version comes in Firefox in the middle of a run, as from a store. */
import type { RunningRun } from '../../src/platform/storage.ts';
import { startCoturn } from './coturn.ts';
import { expect, FirefoxUnderTest, test } from './firefox-extension.ts';
import { startMeasuring } from './start-measuring.ts';
import { within } from './within.ts';

test('in Firefox an update that comes in the middle of a run is applied when the run is judged', async () => {
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
