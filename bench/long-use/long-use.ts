/** Long use: how soon a browser with a year's history shows and measures, and what runs in it leave in memory. Figures, no test. */
import { test } from 'playwright/test';
import { MOST_NETWORKS } from '../../src/core/base/recent-networks.ts';
import type { MonitorState } from '../../src/core/monitor/monitor-state.ts';
import type { StabilityState } from '../../src/core/stability/stability-types.ts';
import { Line, MINUTE } from '../../test/core/builders/line.ts';
import { startCoturn } from '../../test/e2e/coturn.ts';
import { countRuns } from '../../test/e2e/count-runs.ts';
import { ExtensionUnderTest } from '../../test/e2e/extension.ts';
import { within } from '../../test/e2e/within.ts';
import { fillHistory } from '../fill-history.ts';
import { usageOf } from '../run/process-usage.ts';
import { heapsOf } from './heap.ts';

const STORED_RUNS = 100_000;
/** Of each network: enough for all that is learnt of it. */
const LEARNT_RUNS = 100;
const RUNS = Number(process.env.BENCH_RUNS ?? 500);
const LOOKS = 10;

test('long use', () =>
  within(startCoturn(), (turn) =>
    within(ExtensionUnderTest.launch(), async (extension) => {
      await extension.configure([turn.server('udp')], {
        history: { keepDays: 730 },
        data: { budgetMbPerDay: 10_000 },
      });
      await extension.run();
      await extension.endOfRun();
      const filling = await extension.context.newPage();
      await fillHistory(filling, extension, STORED_RUNS);
      await filling.close();
      await extension.killWorker();
      const monitor = await extension.stored<MonitorState>('local', 'monitor');
      await extension.store('local', 'monitor', { ...monitor, stability: learnt() }, 2);

      const begun = Date.now();
      const seconds = (): number => Number(((Date.now() - begun) / 1000).toFixed(1));
      await extension.restart();
      const browserS = seconds();
      const popup = await extension.openPage('popup/popup.html');
      await popup.locator('.word').waitFor();
      const popupS = seconds();
      await extension.run();
      const runS = seconds();
      await popup.close();
      await extension.endOfRun();
      const networks = (await extension.stored<MonitorState>('local', 'monitor'))?.stability.networks ?? {};
      const kept = `${await extension.call(countRuns, undefined)} runs stored, ${Object.keys(networks).length} networks learnt`;
      console.log(
        `With ${kept}: browser there after ${browserS} s, popup after ${popupS} s, run judged after ${runS} s`,
      );

      const root = await extension.processId();
      const page = await extension.openPage('manifest.json');
      const looks: object[] = [];
      let since = Date.now();
      const look = async (runs: number): Promise<void> => {
        const secondsARun = Number(((Date.now() - since) / 1000 / Math.ceil(RUNS / LOOKS)).toFixed(2));
        const heaps = await heapsOf(page);
        const browserMb = Math.round((await usageOf(root, true))?.memoryMb ?? Number.NaN);
        looks.push({ runs, ...heaps, browserMb, ...(runs > 0 && { secondsARun }) });
        since = Date.now();
        console.log(JSON.stringify(looks.at(-1)));
      };
      await look(0);
      for (let made = 1; made <= RUNS; made += 1) {
        await extension.run();
        await extension.endOfRun();
        if (made % Math.ceil(RUNS / LOOKS) === 0) await look(made);
      }
      console.table(looks);
    }),
  ));

/** As many networks as are remembered, the last of them seen a moment ago. */
function learnt(): StabilityState {
  const line = new Line('network 0', 5 * MINUTE);
  line.at = Date.now() - MOST_NETWORKS * LEARNT_RUNS * 5 * MINUTE;
  for (let network = 0; network < MOST_NETWORKS; network += 1)
    line.runs(LEARNT_RUNS, () => ({}), `network ${network}`);
  return line.state;
}
