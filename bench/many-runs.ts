/** Long use: how soon a background with a year's history measures, and what runs in one browser leave in memory. Figures, no test. */
import { test } from 'playwright/test';
import { INITIAL_MONITOR_STATE } from '../src/core/monitor/monitor-state.ts';
import { Line, MINUTE } from '../test/core/builders/line.ts';
import { startCoturn } from '../test/e2e/coturn.ts';
import { ExtensionUnderTest } from '../test/e2e/extension.ts';
import { within } from '../test/e2e/within.ts';
import { fillHistory } from './fill-history.ts';
import { usageOf } from './run/process-usage.ts';

const STORED_RUNS = 100_000;
const NETWORKS = 20;
/** Of each network: enough for all that is learnt of it. */
const LEARNT_RUNS = 100;
const RUNS = Number(process.env.BENCH_RUNS ?? 500);
/** Runs between two looks at the memory. */
const LOOK_EVERY = Math.ceil(RUNS / 10);

test('many runs', () =>
  within(startCoturn(), (turn) =>
    within(ExtensionUnderTest.launch(), async (extension) => {
      const servers = [turn.server('udp')];
      await extension.configure(servers);
      await extension.run();
      await extension.endOfRun();
      const page = await extension.context.newPage();
      await fillHistory(page, extension, STORED_RUNS);
      await page.close();
      await extension.store('local', 'monitor', learnt(), 2);
      const begun = Date.now();
      await extension.restart();
      const startedS = (Date.now() - begun) / 1000;
      await extension.run();
      const measuredS = (Date.now() - begun) / 1000;
      await extension.endOfRun();
      const stored = `${STORED_RUNS} runs stored and ${NETWORKS} networks learnt`;
      console.log(`With ${stored}: browser started in ${startedS} s, first run judged after ${measuredS} s`);
      const root = await extension.processId();
      for (let made = 1; made <= RUNS; made += 1) {
        await extension.run();
        await extension.endOfRun();
        if (made % LOOK_EVERY !== 0) continue;
        const usage = await usageOf(root, true);
        console.log(`after ${made} runs: ${Math.round(usage?.memoryMb ?? Number.NaN)} MB`);
      }
    }),
  ));

function learnt() {
  const line = new Line('network 0', 5 * MINUTE);
  line.at = Date.now() - NETWORKS * LEARNT_RUNS * 5 * MINUTE;
  for (let network = 0; network < NETWORKS; network += 1)
    line.runs(LEARNT_RUNS, () => ({}), `network ${network}`);
  return { ...INITIAL_MONITOR_STATE, stability: line.state };
}
