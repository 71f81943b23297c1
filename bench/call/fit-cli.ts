/** `npm run bench:call-fit`: fits the forecast's parameters to calls that were made, and says how far it is right on calls it has not seen. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FORECAST_PARAMETERS, type ForecastParameters } from '../../src/core/forecast/forecast-parameters.ts';
import { projectRoot } from '../project-root.ts';
import type { CallRecord } from './call-record.ts';
import { callRecords, comparedCalls } from './compared-calls.ts';
import { fitParameters } from './fit-parameters.ts';
import { agreement, agreementTable, type Judged, judged, linesTable } from './forecast-agreement.ts';
import { type ComparedCall, REFERENCE_CALLS } from './reference-calls.ts';
import { resultsPage } from './results-page.ts';
import { waveFit } from './waves/wave-fit.ts';

/** Parts of the calls, each foretold by a fit to the others. */
const FOLDS = 5;
/** What the table may learn from, and what it is held against. */
const LEARNT = 'bench/call/calls-learnt.jsonl';
const JUDGED = 'bench/call/calls-judged.jsonl';
/** Held against it before, with another voice: what is no number of the table was chosen with these calls in view. */
const FORMER = 'bench/call/calls-former.jsonl';

const USAGE = `npm run bench:call-fit [-- OPTIONS] [FILE...]

Fits src/core/forecast/forecast-parameters.ts to the calls of the lab's records (FILE, one line of JSON a link; ${LEARNT}) and of the
reference links, and prints the table, and how far the present one and a fit to the other four fifths of the calls are right.

  --no-reference   only the records
  --lines          each call, foretold by a fit without its fifth
  --odd            fits to the records of odd seeds (and the reference links) alone
  --waves          simulates calls over links whose delay varies instead, and fits the numbers for waves to them (a minute or two)
  --write          writes bench/call/RESULTS.md instead: the present table beside the calls of ${JUDGED}, which it has not seen
`;

export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      'no-reference': { type: 'boolean', default: false },
      lines: { type: 'boolean', default: false },
      odd: { type: 'boolean', default: false },
      waves: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  if (values.write) return writeResults();
  if (values.waves) {
    console.log(waveFit());
    return 0;
  }
  const files = positionals.length > 0 ? positionals : [join(projectRoot, LEARNT)];
  const lab = (await Promise.all(files.map(callRecords))).flat();
  const every = comparedCalls(lab, { waysKnown: true });
  const records = values.odd ? every.filter(hasOddSeed) : every;
  const calls = [...(values['no-reference'] ? [] : REFERENCE_CALLS), ...records];
  const present = calls.map((call) => judged(call, FORECAST_PARAMETERS));
  const unseen = Array.from({ length: FOLDS }, (_, fold) => {
    const isIn = (_call: ComparedCall, at: number) => at % FOLDS === fold;
    const fitted = fitParameters(
      calls.filter((call, at) => !isIn(call, at)),
      FORECAST_PARAMETERS,
    );
    return calls.filter(isIn).map((call) => judged(call, fitted));
  }).flat();
  const groups = (all: readonly Judged[]) => ({
    all,
    reference: all.filter(({ call }) => REFERENCE_CALLS.includes(call)),
    records: all.filter(({ call }) => !REFERENCE_CALLS.includes(call)),
  });
  for (const [title, all] of [
    ['the present table', present],
    ['each call by a fit without its fifth', unseen],
  ] as const) {
    for (const [name, some] of Object.entries(groups(all))) {
      if (some.length > 0) console.log(agreementTable(`${title}, ${name}`, agreement(some)));
    }
  }
  if (values.lines) console.log(linesTable(unseen));
  console.log(tableOf(fitParameters(calls, FORECAST_PARAMETERS), agreement(unseen).spread));
  return 0;
}

function tableOf(fitted: ForecastParameters, spread: number): string {
  const rows = Object.entries({ ...fitted, rateSpread: spread }).map(
    ([name, value]) => `  ${name}: ${Number(value.toPrecision(3))},`,
  );
  return ['', ...rows].join('\n');
}

function hasOddSeed({ name }: ComparedCall): boolean {
  return Number(name.split(' ').at(-1)) % 2 === 1;
}

async function writeResults(): Promise<number> {
  const lab = await callRecords(join(projectRoot, JUDGED));
  const learnt = await callRecords(join(projectRoot, LEARNT));
  const former = await callRecords(join(projectRoot, FORMER));
  const asRun = comparedCalls(lab, { waysKnown: false });
  const waysKnown = comparedCalls(lab, { waysKnown: true });
  const alone = ({ link }: CallRecord) => link.competing === undefined && link.cellularKbps === undefined;
  const page = resultsPage(
    {
      asRun,
      waysKnown,
      alone: comparedCalls(lab.filter(alone), { waysKnown: true }),
      former: {
        asRun: comparedCalls(former, { waysKnown: false }),
        alone: comparedCalls(former.filter(alone), { waysKnown: true }),
      },
      learnt: comparedCalls(learnt.filter(alone), { waysKnown: true }),
      voided: lab.length - asRun.length,
    },
    {
      command: 'npm run bench:call-fit -- --write',
      file: JUDGED,
      formerFile: FORMER,
      learntFrom: `the odd seeds of \`${LEARNT}\` and to the reference calls`,
    },
  );
  await writeFile(join(projectRoot, 'bench/call/RESULTS.md'), page);
  return 0;
}
