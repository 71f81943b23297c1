import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closeAllLinks } from './link/open-link.ts';
import { buildPage } from './page/build-page.ts';
import { projectRoot } from './project-root.ts';
import { planJobs } from './run/plan-jobs.ts';
import { runBench } from './run/run-bench.ts';
import { RecordFile } from './run/run-record.ts';
import { SCENARIOS } from './run/scenarios.ts';

export async function main(args: readonly string[], programs: { chromium: string }): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      links: { type: 'string' },
      'no-peers': { type: 'boolean', default: false },
      repeats: { type: 'string', default: '3' },
      records: { type: 'string', default: join(projectRoot, 'out/bench/records.jsonl') },
      minutes: { type: 'string', default: '1000' },
      source: { type: 'string', default: projectRoot },
    },
  });
  const end = () => void closeAllLinks().then(() => process.exit(130));
  process.once('SIGINT', end).once('SIGTERM', end);
  const wanted = values.links?.split(',').map((name) => name.trim());
  const work = SCENARIOS.filter(({ name }) => wanted === undefined || wanted.includes(name)).map(
    (scenario) => ({
      scenario,
      jobs: planJobs(scenario, {
        quick: values.quick,
        browsers: ['chromium'],
        withoutPeers: values['no-peers'],
        repeats: Number(values.repeats),
      }),
    }),
  );
  const page = await buildPage(values.source);
  try {
    const complete = await runBench(work, {
      chromium: programs.chromium,
      folder: page.folder,
      records: new RecordFile(values.records),
      until: performance.now() + Number(values.minutes) * 60_000,
      log: (line) => console.log(line),
    });
    return complete ? 0 : 75;
  } finally {
    await page.remove();
  }
}
