/** `npm run bench:call-fit`: fits the forecast's parameters to calls that were made, and says how far it is right on calls it has not seen. */
import { parseArgs } from 'node:util';
import { FORECAST_PARAMETERS, type ForecastParameters } from '../../src/core/forecast/forecast-parameters.ts';
import { comparedCalls } from './compared-calls.ts';
import { fitParameters } from './fit-parameters.ts';
import { agreement, agreementTable, type Judged, judged, linesTable } from './forecast-agreement.ts';
import { REFERENCE_CALLS } from './reference-calls.ts';

const USAGE = `npm run bench:call-fit [-- OPTIONS] [FILE...]

Fits src/core/forecast/forecast-parameters.ts to the calls of the lab's records (FILE, one line of JSON a link) and of the
reference links, and prints the table, and how far the present one and a fit without the call itself are right.

  --no-reference   only the records
  --lines          each call, foretold by a fit without it
`;

export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', default: false },
      'no-reference': { type: 'boolean', default: false },
      lines: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const records = (await Promise.all(positionals.map(comparedCalls))).flat();
  const calls = [...(values['no-reference'] ? [] : REFERENCE_CALLS), ...records];
  const present = calls.map((call) => judged(call, FORECAST_PARAMETERS));
  const unseen = calls.map((call) =>
    judged(
      call,
      fitParameters(
        calls.filter((other) => other !== call),
        FORECAST_PARAMETERS,
      ),
    ),
  );
  const groups = (all: readonly Judged[]) => ({
    all,
    reference: all.filter(({ call }) => REFERENCE_CALLS.includes(call)),
    records: all.filter(({ call }) => !REFERENCE_CALLS.includes(call)),
  });
  for (const [title, all] of [
    ['the present table', present],
    ['each call by a fit without it', unseen],
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
