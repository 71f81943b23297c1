import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../project-root.ts';
import { identityTable } from './identity.ts';
import { picture } from './picture.ts';
import { ablationTable, costLine, detectorTable, notificationTable, ripeTable } from './report.ts';
import { sideOf, suitesOf } from './suites.ts';
import { NoTraces, readTraces, type Traces } from './traces.ts';

const DEVICES = 48;

export async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--picture')) {
    await writeFile(join(projectRoot, 'docs/three-weeks.svg'), picture());
    return 0;
  }
  if (args.includes('--identity')) {
    console.log(identityTable());
    return 0;
  }
  let traces: Traces;
  try {
    traces = readTraces(process.env.PRECALL_TRACES ?? join(projectRoot, '../shared/data'));
  } catch (error) {
    if (!(error instanceof NoTraces)) throw error;
    console.error(error.message);
    return 1;
  }
  const count = args.includes('--quick') ? DEVICES / 3 : DEVICES;
  const parts = ['# The learner: results', HOW];
  const say = (part: string) => {
    parts.push(part);
    console.log(part);
  };
  const suites = suitesOf(traces, 'held-out', count);
  for (const suite of suites) say(detectorTable(suite, 'held-out'));
  for (const suite of suitesOf(traces, 'train', count)) say(detectorTable(suite, 'train', ['duox', 'ours']));
  say(ripeTable(sideOf(traces, 'held-out').ripe, 'held-out'));
  say(ripeTable(traces.ripe, 'all 25'));
  say(notificationTable(suites));
  const [usual] = suites;
  if (usual) {
    say(ablationTable(usual, sideOf(traces, 'held-out').ripe));
    say(costLine(usual));
  }
  if (args.includes('--write')) {
    await writeFile(join(projectRoot, 'bench/learner/RESULTS.md'), `${parts.join('\n\n')}\n`);
  }
  return 0;
}

const HOW = `Written by \`node bench/learner.mjs --write\` (about ten minutes). The traces are not part of the repository: set PRECALL_TRACES.

Emulated devices: one to three networks (Ethernet, Wi-Fi, cellular) each, noise of round trip and bandwidth from real
traces (RIPE Atlas pings, a cable line) without their changes of level, or heavy-tailed with memory; whole or parts of
milliseconds, light runs without bandwidth, missing metrics, pauses, switches, on some networks evening congestion (not
labelled, so an alert on its first evening is a false one). Injected and labelled: steps, bufferbloat, loss, collapse of
bandwidth, slow drift, flapping; single bad runs must stay quiet. Train and held-out devices differ in seeds, series and
half of the cable's year. Constants were chosen on train devices only.

An episode is found when a run in it is unstable; an alert is false when it begins outside of every episode and the 6
runs after it. Delay is counted from the first bad run (0: at once); drift, whose first runs nobody could notice, apart.
A day is 24 h awake.

What people are told over weeks is another bench, written without knowledge of the learner: \`npm run bench:weeks\`, see
\`weeks/README.md\`. Its seeds 1 to 9 are for tuning, 100 and above for judging.`;
