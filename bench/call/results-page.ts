/** bench/call/RESULTS.md: what was told, and the call that was then made, on the links that the table was not fitted to. */
import { quantile } from '../../src/core/base/statistics.ts';
import { FORECAST_PARAMETERS } from '../../src/core/forecast/forecast-parameters.ts';
import { CALL_LEVELS } from '../../src/core/forecast/forecast-types.ts';
import { agreement, type Judged, judged } from './forecast-agreement.ts';
import type { ComparedCall } from './reference-calls.ts';

export function resultsPage(calls: readonly ComparedCall[], voided: number, command: string): string {
  const seen = calls.map((call) => judged(call, FORECAST_PARAMETERS));
  const learnt = seen.filter(({ call }) => hasOddSeed(call));
  const held = seen.filter(({ call }) => !hasOddSeed(call));
  return `# What was told, and the call that was then made

Made by \`${command}\` from \`bench/call/calls.jsonl\`: ${calls.length} links drawn from their seeds (\`call-links.ts\`), ${voided} more void because the
processor held the picture back. The table of \`forecast-parameters.ts\` was fitted to the links of odd seeds and to the reference calls; the even ones it has not seen.

| | even seeds, not seen | odd seeds, learnt from |
| --- | --- | --- |
${rowsOf(held, learnt)}

A run knows the smaller of both ways' rates, and is judged by that: where a link is lopsided, the wider way is foretold too low.

What these links do not show: other work took what processor time the calls left (at the lowest priority), so that jitter was read on some lines that have none (seeds 18, 30 and
38), and their calls are foretold too low. The speech of the clip is active 73 % of the time, as no talk with pauses is, so that more of it is concealed than the table
expects (its \`concealedPerLoss\` is set for talk with pauses, between the reference calls and these): most of what is told two levels too well is level 1 for its voice alone. No peers (rtc-diagnostics, precall-test) were set beside.

Told two levels too well or too badly counts what \`level\` says; "code" is what the summary code's own sentence promises.

## Told (down) and seen (across), even seeds

${confusion(held, ({ told }) => told.level)}

The same for the summary code's sentence:

${confusion(held, ({ codeLevel }) => codeLevel)}

## The ten that were foretold worst

| link | told: level, code; kbit/s sent, received | the call: level; kbit/s sent, received; concealed % | held back by |
| --- | --- | --- | --- |
${worstTen(held).map(lineOf).join('\n')}
`;
}

export function hasOddSeed({ name }: ComparedCall): boolean {
  return Number(name.split(' ').at(-1)) % 2 === 1;
}

function rowsOf(held: readonly Judged[], learnt: readonly Judged[]): string {
  const [a, b] = [agreement(held), agreement(learnt)];
  const rows = [
    ['links', 'calls', 0],
    ['rank correlation of `level` with the call’s', 'levelRank', 2],
    ['the same of the code', 'codeRank', 2],
    ['of the video rate sent', 'sentRank', 2],
    ['of the video rate received', 'receivedRank', 2],
    ['of `voiceMos`', 'voiceRank', 2],
    ['median error of a rate, %', 'medianError', 'percent'],
    ['told two levels too well, %', 'tooWell', 'percent'],
    ['told two levels too badly, %', 'tooBadly', 'percent'],
  ] as const;
  return rows
    .map(([title, key, digits]) => {
      const cell = (value: number | undefined) =>
        value === undefined ? '-' : digits === 'percent' ? (100 * value).toFixed(1) : value.toFixed(digits);
      return `| ${title} | ${cell(a[key])} | ${cell(b[key])} |`;
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
