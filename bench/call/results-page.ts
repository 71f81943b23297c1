/** bench/call/RESULTS.md: what was told, and the call that was then made, on the links that the table was not fitted to. */
import { quantile } from '../../src/core/base/statistics.ts';
import { FORECAST_PARAMETERS } from '../../src/core/forecast/forecast-parameters.ts';
import { CALL_LEVELS } from '../../src/core/forecast/forecast-types.ts';
import { besidePeers } from './beside-peers.ts';
import { inShortForm } from './compared-calls.ts';
import { agreement, type Judged, judged } from './forecast-agreement.ts';
import { rankCorrelation } from './rank-correlation.ts';
import { type ComparedCall, REFERENCE_CALLS } from './reference-calls.ts';
import { RESULTS_NOTES } from './results-notes.ts';
import { sentenceTruths } from './sentence-truth.ts';
import { threeNumbers } from './three-numbers.ts';
import { voicePackets } from './voice-packets.ts';

export interface JudgedCalls {
  /** By what a run knows, which is the smaller of both ways' rates. */
  readonly asRun: readonly ComparedCall[];
  /** The same calls, where each way of a lopsided link has its own rate. */
  readonly waysKnown: readonly ComparedCall[];
  /** Those of the latter on links of a steady rate that the call has for itself. */
  readonly alone: readonly ComparedCall[];
  /** The calls with the former voice that the table was not fitted to, as `asRun` and `alone`. */
  readonly former: { readonly asRun: readonly ComparedCall[]; readonly alone: readonly ComparedCall[] };
  /** Those that it has seen, of this lab. */
  readonly learnt: readonly ComparedCall[];
  /** How many more of the judged ones were void. */
  readonly voided: number;
}

interface Made {
  readonly command: string;
  readonly file: string;
  readonly formerFile: string;
  /** What the table was fitted to. */
  readonly learntFrom: string;
}

export function resultsPage(calls: JudgedCalls, { command, file, formerFile, learntFrom }: Made): string {
  const { asRun, waysKnown, alone, former, learnt, voided } = calls;
  const judge = (some: readonly ComparedCall[]) => some.map((call) => judged(call, FORECAST_PARAMETERS));
  const seen = judge(asRun);
  return `# What was told, and the call that was then made

Made by \`${command}\` from \`${file}\`: ${asRun.length} links drawn from their seeds (\`call-links.ts\`), ${voided} more void because the
processor held the picture back. The table of \`forecast-parameters.ts\` has seen none of them: it was fitted to ${learntFrom}, its numbers for delay that
comes in waves to no call at all but to a simulation of congestion control (\`--waves\`).

| | as a run knows the line | each way's rate known | the same, the line steady and to itself | the same in \`replay\`'s short form |
| --- | --- | --- | --- | --- |
${rowsOf(seen, judge(waysKnown), judge(alone), judge(alone.map(inShortForm)))}

A run knows the smaller of both ways' rates: where a link is lopsided, the wider way is foretold too low. In the second column each way has its own rate, as \`replay\` takes it. In the third
the links with a competing upload or download and those with a cellular trace are left out: what else is on a line, and how it will change, no test of three seconds knows. The short form knows of the delay only the
jitter, and not that a line is TCP's.

The same of ${former.asRun.length} links whose calls were made before, with a voice that Opus took for music and did not protect (\`${formerFile}\`). The table was not fitted to them, but the lines of a picture, a voice's wait in a stream and
what the codes say were chosen with them in view:

| | as a run knows the line | each way's rate known, the line steady and to itself | in the short form |
| --- | --- | --- | --- |
${rowsOf(judge(former.asRun), judge(former.alone), judge(former.alone.map(inShortForm)))}

Told two levels too well or too badly counts what \`level\` says; "code" is what the summary code's own sentence promises.

${RESULTS_NOTES}
**This voice's packets.** ${voicePackets(asRun)}

## Beside three numbers

A log-linear model (rate up to 2500 kbit/s, jitter, loss of the loop) in the short form, each call foretold from the others of its own lab. The forecast has seen the reference calls and half of the second row's.

| calls | | sent | received | the worse way | median error of a rate, % |
| --- | --- | --- | --- | --- | --- |
${[
  ['the other lab', REFERENCE_CALLS] as const,
  ['learnt from', learnt] as const,
  ['judged by', alone] as const,
]
  .map(([title, some]) => besideThreeNumbers(title, some.map(inShortForm)))
  .join('\n')}

## Whether each sentence came true

The ${asRun.length} calls and the ${former.asRun.length} former ones: what the popup said, as a run knows the line, beside the call. "Better": the call was better than was said. The worst one is that which was furthest too bad, else furthest too good. Why a
call is held back, the call does not say. A code's sentence is true of the levels that its words speak of: "audio-only and thumbnail video" of 1 and 2, "minor issues (bandwidth excellent)" of 3 and 4; "lossy" and
"latency" are words about the line, and held against the emulator's.

${truthTable([...seen, ...judge(former.asRun)])}

Of the ${asRun.length} new ones alone:

${truthTable(seen)}

## The peers beside it

What @jitsi/precall-test and @twilio/rtc-diagnostics read of the same link just before the call (\`--peers\`). Both give numbers and no word of quality.

${besidePeers(seen)}

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

function besideThreeNumbers(title: string, calls: readonly ComparedCall[]): string {
  const connected = calls.filter(({ input, sent, received }) => input.reachable && sent && received);
  const floor = threeNumbers(connected);
  const ways = (way: 'sent' | 'received') =>
    floor.filter((one) => one.way === way).map(({ toldKbps, seenKbps }) => [toldKbps, seenKbps] as const);
  const [sent, received] = [ways('sent'), ways('received')];
  const worse = sent.map(
    ([told, seen], at) =>
      [Math.min(told, received[at]?.[0] ?? told), Math.min(seen, received[at]?.[1] ?? seen)] as const,
  );
  const error = quantile(
    floor.map(({ toldKbps, seenKbps }) => Math.abs(toldKbps / seenKbps - 1)),
    0.5,
  );
  const ours = agreement(connected.map((call) => judged(call, FORECAST_PARAMETERS)));
  const row = (name: string, values: readonly (number | undefined)[], middle: number | undefined) =>
    `| ${name} | ${values.map((value) => value?.toFixed(2) ?? '-').join(' | ')} | ${(100 * (middle ?? Number.NaN)).toFixed(1)} |`;
  return [
    row(`${title}, ${connected.length} | three numbers`, [sent, received, worse].map(rankCorrelation), error),
    row(' | the forecast', [ours.sentRank, ours.receivedRank, ours.worseRank], ours.medianError),
  ].join('\n');
}

function truthTable(all: readonly Judged[]): string {
  const truths = sentenceTruths(all);
  const never = truths.filter(({ said }) => said === 0).map(({ text }) => `"${text}"`);
  return [
    '| sentence | said | as said | better | worse | the worst |',
    '| --- | --- | --- | --- | --- | --- |',
    ...truths
      .filter(({ said }) => said > 0)
      .map(
        ({ text, said, asSaid, better, worse, counterexample }) =>
          `| ${text} | ${said} | ${asSaid} | ${better} | ${worse} | ${counterexample ? callSeen(counterexample) : ''} |`,
      ),
    '',
    `Never said in these calls: ${never.join('; ')}.`,
  ].join('\n');
}

function callSeen({ call, seenLevel }: Judged): string {
  const way = (name: 'sent' | 'received') => {
    const seen = call[name];
    if (seen === undefined) return `${name} nothing`;
    const frozen = seen.frozenShare >= 0.01 ? `, frozen ${Math.round(100 * seen.frozenShare)} %` : '';
    return `${name} ${Math.round(seen.videoKbps)} kbit/s, ${seen.heightPx}p${frozen}, ${(100 * seen.concealedShare).toFixed(1)} % concealed`;
  };
  return `${call.name}, level ${seenLevel}: ${way('sent')}; ${way('received')}`;
}

function rowsOf(...columns: readonly (readonly Judged[])[]): string {
  const found = columns.map(agreement);
  const rows = [
    ['links', 'calls', 0],
    ['rank correlation of `level` with the call’s', 'levelRank', 2],
    ['the same of the code', 'codeRank', 2],
    ['of the video rate sent', 'sentRank', 2],
    ['of the video rate received', 'receivedRank', 2],
    ['of the worse way’s', 'worseRank', 2],
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
