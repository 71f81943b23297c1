import { parseArgs } from 'node:util';
import { sideOf } from '../suites.ts';
import { readTraces } from '../traces.ts';
import { generateWeek, KIND_NAMES } from './generate.ts';
import { judgeWeek, type WeekVerdict } from './judge-week.ts';
import { replayWeek } from './replay-week.ts';
import { traceWeek } from './trace-week.ts';
import type { Week } from './week.ts';
import { type JudgedKind, weeksTable } from './weeks-table.ts';
import { writeWeek } from './write-week.ts';

const USAGE = `npm run bench:weeks [-- OPTIONS]

Ordinary people's weeks through the whole reducer: what they would have been told, and whether that was right.

  --seed N      of the first week of each kind (1); 1 to 9 are for tuning, 100 and above for judging
  --weeks M     weeks of each kind, with the seeds from N on (2)
  --kind TEXT   only kinds with this in their name
  --verbose     each week that is wrong, and why
  --traces DIR  measured series instead, with the changes that people marked: DIR holds rtt-ripe-labelled/ and
                speedtest-cable/; of seeds below 100 the series for tuning, else those for judging
  --write DIR   write the weeks there, with their labels, and judge nothing
  --list        the kinds
`;

const FIRST_JUDGING_SEED = 100;

const OPTIONS = {
  seed: { type: 'string', default: '1' },
  weeks: { type: 'string', default: '2' },
  kind: { type: 'string', default: '' },
  verbose: { type: 'boolean', default: false },
  traces: { type: 'string' },
  write: { type: 'string' },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const sources = sourcesOf(values);
  if (values.list) {
    console.log(sources.map(({ kind }) => kind).join('\n'));
    return 0;
  }
  if (sources.length === 0)
    throw new Error(`--kind: there is none with "${values.kind}" in its name. See --list.`);
  const judged: JudgedKind[] = [];
  for (const { kind, weeks } of sources) {
    const verdicts: WeekVerdict[] = [];
    for (const make of weeks) {
      const week = make();
      if (values.write !== undefined) {
        await writeWeek(values.write, week);
        continue;
      }
      const verdict = judgeWeek(week, replayWeek(week));
      verdicts.push(verdict);
      if (values.verbose && !verdict.right) console.log(inWords(week, verdict));
    }
    judged.push({ kind, verdicts });
  }
  if (values.write === undefined) console.log(weeksTable(judged));
  return 0;
}

interface Source {
  readonly kind: string;
  /** Made one at a time: all of them at once are a lot of memory. */
  readonly weeks: readonly (() => Week)[];
}

function sourcesOf(values: {
  seed: string;
  weeks: string;
  kind: string;
  traces?: string | undefined;
}): Source[] {
  const [seed, weeks] = [wholeNumber(values.seed, '--seed'), wholeNumber(values.weeks, '--weeks')];
  if (values.traces !== undefined) {
    const side = seed < FIRST_JUDGING_SEED ? 'train' : 'held-out';
    return sideOf(readTraces(values.traces), side)
      .ripe.map((series) => ({ kind: `trace ${series.name}`, weeks: [() => traceWeek(series)] }))
      .filter(({ kind }) => kind.includes(values.kind));
  }
  return KIND_NAMES.filter((kind) => kind.includes(values.kind)).map((kind) => ({
    kind,
    weeks: Array.from({ length: weeks }, (_, index) => () => generateWeek(kind, seed + index)),
  }));
}

const MOST_FAULTS = 12;

function inWords({ kind, seed, timezone, runs }: Week, { faults }: WeekVerdict): string {
  const start = runs[0]?.at ?? 0;
  const lines = faults.slice(0, MOST_FAULTS).map(({ rule, at, what }) => {
    const local = new Date(at).toLocaleString('en-GB', {
      timeZone: timezone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    return `  ${rule}, day ${((at - start) / 86_400_000).toFixed(2)} (${local}): ${what}`;
  });
  const more = faults.length > MOST_FAULTS ? [`  and ${faults.length - MOST_FAULTS} more`] : [];
  return [`${kind}, seed ${seed}, ${timezone}, ${runs.length} runs`, ...lines, ...more, ''].join('\n');
}

function wholeNumber(text: string, flag: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`${flag} wants a whole number above 0, not "${text}"`);
  return value;
}
