/** bench/call/RESULTS.md: what was told, and the call that was then made, on the links that the table was not fitted to. */
import { quantile } from '../../src/core/base/statistics.ts';
import { FORECAST_PARAMETERS } from '../../src/core/forecast/forecast-parameters.ts';
import { CALL_LEVELS } from '../../src/core/forecast/forecast-types.ts';
import { agreement, type Judged, judged } from './forecast-agreement.ts';
import type { ComparedCall } from './reference-calls.ts';

export interface JudgedCalls {
  /** By what a run knows, which is the smaller of both ways' rates. */
  readonly asRun: readonly ComparedCall[];
  /** The same calls, where each way of a lopsided link has its own rate. */
  readonly waysKnown: readonly ComparedCall[];
  /** Those of the latter on links of a steady rate that the call has for itself. */
  readonly alone: readonly ComparedCall[];
  /** How many more were void. */
  readonly voided: number;
}

/** `learnt`: what the table was fitted to; `file`: the calls' records. */
export function resultsPage(
  { asRun, waysKnown, alone, voided }: JudgedCalls,
  { command, file, learnt }: { readonly command: string; readonly file: string; readonly learnt: string },
): string {
  const judge = (calls: readonly ComparedCall[]) => calls.map((call) => judged(call, FORECAST_PARAMETERS));
  const seen = judge(asRun);
  return `# What was told, and the call that was then made

Made by \`${command}\` from \`${file}\`: ${asRun.length} links drawn from their seeds (\`call-links.ts\`), ${voided} more void because the
processor held the picture back. The table of \`forecast-parameters.ts\` has seen none of them: it was fitted to ${learnt}.

| | as a run knows the line | each way's rate known | the same, the line steady and to itself |
| --- | --- | --- | --- |
${rowsOf(seen, judge(waysKnown), judge(alone))}

A run knows the smaller of both ways' rates: where a link is lopsided, the wider way is foretold too low. In the second column each way has its own rate, as \`replay\` takes it. In the third
the links with a competing upload or download and those with a cellular trace are left out: what else is on a line, and how it will change, no test of three seconds knows. No peers (rtc-diagnostics,
precall-test) were set beside.

Of the five links told two levels too well, four are level 1 for a voice of which 4.3 to 5.8 % is concealed, at losses of 5 to 7 % or behind a short queue. The calls of the other lab conceal about half as
much at the same loss, and the table keeps to them: this lab's voice is made by formulas, and Opus may not take it for speech that its in-band FEC protects.

Told two levels too well or too badly counts what \`level\` says; "code" is what the summary code's own sentence promises.

## Told (down) and seen (across), as a run knows the line

${confusion(seen, ({ told }) => told.level)}

The same for the summary code's sentence:

${confusion(seen, ({ codeLevel }) => codeLevel)}

## The ten that were foretold worst

| link | told: level, code; kbit/s sent, received | the call: level; kbit/s sent, received; concealed % | held back by |
| --- | --- | --- | --- |
${worstTen(seen).map(lineOf).join('\n')}
`;
}

function rowsOf(...columns: readonly (readonly Judged[])[]): string {
  const found = columns.map(agreement);
  const rows = [
    ['links', 'calls', 0],
    ['rank correlation of `level` with the call’s', 'levelRank', 2],
    ['the same of the code', 'codeRank', 2],
    ['of the video rate sent', 'sentRank', 2],
    ['of the video rate received', 'receivedRank', 2],
    ['of `voiceMos`', 'voiceRank', 2],
    ['median error of a rate, %', 'medianError', 'percent'],
    ['rates within their interval, %', 'within', 'percent'],
    ['told two levels too well, %', 'tooWell', 'percent'],
    ['told two levels too badly, %', 'tooBadly', 'percent'],
  ] as const;
  return rows
    .map(([title, key, digits]) => {
      const cell = (value: number | undefined) =>
        value === undefined ? '-' : digits === 'percent' ? (100 * value).toFixed(1) : value.toFixed(digits);
      return `| ${title} | ${found.map((column) => cell(column[key])).join(' | ')} |`;
    })
    .join('\n');
}

function confusion(all: readonly Judged[], toldOf: (one: Judged) => number | undefined): string {
  const count = (told: number, seen: number) =>
    all.filter((one) => toldOf(one) === told && one.seenLevel === seen).length;
  return [
    `| | ${CALL_LEVELS.join(' | ')} |`,
    `| --- |${' --- |'.repeat(CALL_LEVELS.length)}`,
    ...CALL_LEVELS.map(
      (told) => `| **${told}** | ${CALL_LEVELS.map((seen) => count(told, seen)).join(' | ')} |`,
    ),
  ].join('\n');
}

/** By the levels between told and seen, then by how far the rates are off. */
function worstTen(all: readonly Judged[]): readonly Judged[] {
  const off = (one: Judged) => 10 * Math.abs((one.told.level ?? 0) - one.seenLevel) + (rateOff(one) ?? 0);
  return all.toSorted((a, b) => off(b) - off(a)).slice(0, 10);
}

function rateOff({ call, told }: Judged): number | undefined {
  const logs = (['sent', 'received'] as const).flatMap((way) => {
    const [foretold, seen] = [told[way]?.kbps, call[way]?.videoKbps];
    return foretold === undefined || seen === undefined ? [] : [Math.abs(Math.log(foretold / seen))];
  });
  return quantile(logs, 1);
}

function lineOf({ call, told, codeLevel, seenLevel }: Judged): string {
  const kbps = (of: (way: 'sent' | 'received') => number | undefined) =>
    (['sent', 'received'] as const).map((way) => Math.round(of(way) ?? 0)).join(', ');
  const concealed = (['sent', 'received'] as const)
    .map((way) => (100 * (call[way]?.concealedShare ?? 1)).toFixed(1))
    .join(', ');
  return `| ${call.name} | ${told.level ?? '-'}, ${codeLevel}; ${kbps((way) => told[way]?.kbps)} | ${seenLevel}; ${kbps((way) => call[way]?.videoKbps)}; ${concealed} | ${told.cause ?? ''} |`;
}
