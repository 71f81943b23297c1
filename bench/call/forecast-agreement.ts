/** How far a forecast and the call that was then made agree. */
import { quantile } from '../../src/core/base/statistics.ts';
import { levelOfWay } from '../../src/core/forecast/call-level.ts';
import { forecast } from '../../src/core/forecast/forecast.ts';
import type { ForecastParameters } from '../../src/core/forecast/forecast-parameters.ts';
import type { Forecast } from '../../src/core/forecast/forecast-types.ts';
import { fullbandMos } from '../../src/core/forecast/fullband-e-model.ts';
import { END_SYSTEMS_MS } from '../../src/core/forecast/voice.ts';
import { summaryCodeOf } from '../../src/core/judgement/verdict.ts';
import type { SummaryCode } from '../../src/core/sct/sct-codes.ts';
import { rankCorrelation } from './rank-correlation.ts';
import type { ComparedCall, SeenWay } from './reference-calls.ts';

export interface Judged {
  readonly call: ComparedCall;
  readonly told: Forecast;
  readonly code: SummaryCode;
  /** What the code's own words promise. */
  readonly codeLevel: number;
  readonly seenLevel: number;
}

/** Of the contract's sentences, which kind of call each promises. */
export const LEVEL_OF_CODE: Readonly<Record<number, number>> = {
  95: 4,
  90: 3,
  65: 3,
  60: 3,
  75: 2,
  55: 2,
  70: 1,
  50: 1,
  40: 0,
  30: 3,
  20: 0,
  10: 0,
};

export function judged(call: ComparedCall, parameters: ForecastParameters): Judged {
  const code = summaryCodeOf(call.input, false);
  return {
    call,
    told: forecast(call.input, parameters),
    code,
    codeLevel: LEVEL_OF_CODE[code] ?? 0,
    seenLevel: Math.min(levelSeen(call.sent), levelSeen(call.received)),
  };
}

function levelSeen(way: SeenWay | undefined): number {
  return way === undefined ? 0 : levelOfWay({ ...way, kbps: way.videoKbps });
}

export interface Agreement {
  readonly calls: number;
  readonly levelRank: number | undefined;
  readonly codeRank: number | undefined;
  readonly sentRank: number | undefined;
  readonly receivedRank: number | undefined;
  /** Of the smaller of both ways' rates. */
  readonly worseRank: number | undefined;
  /** Median deviation of a rate, relative to the call's. */
  readonly medianError: number | undefined;
  /** Share of the rates that are within their interval. */
  readonly within: number;
  readonly voiceRank: number | undefined;
  /** Share of calls told two levels and more too well, and too badly. */
  readonly tooWell: number;
  readonly tooBadly: number;
  /** In the logarithm of the rate: four of five are within it. */
  readonly spread: number;
}

export function agreement(all: readonly Judged[]): Agreement {
  const rates = (way: 'sent' | 'received') =>
    all.flatMap(({ call, told }) => {
      const seen = call[way];
      const foretold = told[way];
      return seen === undefined || foretold === undefined ? [] : [[foretold.kbps, seen.videoKbps] as const];
    });
  const holds = (way: 'sent' | 'received') =>
    all.flatMap(({ call, told }) => {
      const [seen, [low, high] = []] = [call[way]?.videoKbps, told[way]?.interval];
      if (seen === undefined || low === undefined || high === undefined) return [];
      return [seen >= low && seen <= high];
    });
  const inside = [...holds('sent'), ...holds('received')];
  const both = [...rates('sent'), ...rates('received')];
  const levels = all.flatMap(({ told, seenLevel }) =>
    told.level === undefined ? [] : [[told.level, seenLevel] as const],
  );
  const share = (holds: (told: number, seen: number) => boolean) =>
    levels.filter(([told, seen]) => holds(told, seen)).length / levels.length;
  return {
    calls: all.length,
    levelRank: rankCorrelation(levels),
    codeRank: rankCorrelation(all.map(({ codeLevel, seenLevel }) => [codeLevel, seenLevel])),
    sentRank: rankCorrelation(rates('sent')),
    receivedRank: rankCorrelation(rates('received')),
    worseRank: rankCorrelation(all.flatMap(worsePair)),
    medianError: quantile(
      both.map(([told, seen]) => Math.abs(told / seen - 1)),
      0.5,
    ),
    within: inside.filter(Boolean).length / inside.length,
    voiceRank: rankCorrelation(all.flatMap(voicePair)),
    tooWell: share((told, seen) => told - seen >= 2),
    tooBadly: share((told, seen) => seen - told >= 2),
    spread:
      quantile(
        both.map(([told, seen]) => Math.abs(Math.log(told / seen))),
        0.8,
      ) ?? 0,
  };
}

function worsePair({ call, told }: Judged): (readonly [number, number])[] {
  if (!call.sent || !call.received || !told.sent || !told.received) return [];
  return [
    [Math.min(told.sent.kbps, told.received.kbps), Math.min(call.sent.videoKbps, call.received.videoKbps)],
  ];
}

function voicePair({ call, told }: Judged): (readonly [number, number])[] {
  const seen = seenVoiceMos(call);
  return told.voiceMos === undefined || seen === undefined ? [] : [[told.voiceMos, seen]];
}

/** The call's voice by the same model, from what was concealed of it and how late it was; the worse way. */
export function seenVoiceMos({ input, sent, received }: ComparedCall): number | undefined {
  if (sent === undefined || received === undefined) return undefined;
  const seen = [sent, received].map((way) =>
    fullbandMos((input.roundTripTimeMs ?? 0) / 2 + END_SYSTEMS_MS + way.jitterBufferMs, way.concealedShare),
  );
  return Math.min(...seen);
}

export function agreementTable(title: string, found: Agreement): string {
  const cells = Object.entries(found).map(([name, value]) => `${name} ${value?.toFixed(3) ?? '-'}`);
  return `${title}: ${cells.join(', ')}`;
}

export function linesTable(all: readonly Judged[]): string {
  return all
    .map(({ call, told, codeLevel, seenLevel }) => {
      const way = (name: 'sent' | 'received') =>
        `${name} ${Math.round(told[name]?.kbps ?? 0)} (${Math.round(call[name]?.videoKbps ?? 0)})`;
      return `${call.name}: level ${told.level ?? '-'} code ${codeLevel} (${seenLevel}), ${way('sent')}, ${way('received')}, ${told.cause ?? ''}`;
    })
    .join('\n');
}
