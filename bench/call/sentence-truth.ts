/** Each sentence that the popup can say of a call, and how often it came true in the calls that were then made. */
import messages from '../../_locales/en/messages.json';
import { freezes, levelOfWay, SPOILT_VOICE } from '../../src/core/forecast/call-level.ts';
import { oneWayLoss } from '../../src/core/forecast/one-way-loss.ts';
import { PICTURE_HEIGHTS_PX } from '../../src/core/forecast/picture.ts';
import { HIGH_LATENCY_MS, LOSSY_RATIO } from '../../src/core/judgement/limits.ts';
import { type ForecastLine, forecastTold, voiceWord } from '../../src/core/presentation/forecast-lines.ts';
import { SUMMARY, SUMMARY_CODES, type SummaryCode } from '../../src/core/sct/sct-codes.ts';
import { type Judged, seenVoiceMos } from './forecast-agreement.ts';
import type { SeenWay } from './reference-calls.ts';

/** The call beside what was said: below 0 it was worse, above 0 better. */
type Held = (one: Judged) => number;

interface Sentence {
  readonly text: string;
  readonly isSaid: (one: Judged) => boolean;
  readonly held: Held;
}

export interface Truth {
  readonly text: string;
  readonly said: number;
  readonly asSaid: number;
  readonly better: number;
  readonly worse: number;
  /** The call that was furthest from it, a worse one before a better one. */
  readonly counterexample?: Judged;
}

export function sentenceTruths(all: readonly Judged[]): Truth[] {
  return SENTENCES.map(({ text, isSaid, held }) => {
    const said = all.filter(isSaid);
    const count = (is: (value: number) => boolean) => said.filter((one) => is(held(one))).length;
    const [furthest] = said
      .filter((one) => held(one) !== 0)
      .toSorted((a, b) => distance(held(b)) - distance(held(a)));
    return {
      text,
      said: said.length,
      asSaid: count((value) => value === 0),
      better: count((value) => value > 0),
      worse: count((value) => value < 0),
      ...(furthest && { counterexample: furthest }),
    };
  });
}

/** Too well told is graver than any that is told too badly. */
function distance(held: number): number {
  return held < 0 ? 1000 - held : held;
}

const word = (key: keyof typeof messages) => messages[key].message;
const VOICES = ['poor', 'fair', 'good', 'veryGood'] as const;
const SHARINGS = ['none', 'slow', 'fine'] as const;

/** The levels of which a code's sentence is true: with a thumbnail a call has audio alone, or one; with excellent bandwidth and minor issues it is a good or the best one. */
const LEVELS_OF_CODE: Readonly<Partial<Record<SummaryCode, readonly [number, number]>>> = {
  95: [4, 4],
  90: [3, 3],
  65: [3, 4],
  60: [3, 3],
  75: [2, 2],
  55: [2, 2],
  70: [1, 2],
  50: [1, 2],
};
/** Two of the sentences are about the line itself, which the emulator knows. */
const OF_LINE: Partial<Record<SummaryCode, Held>> = {
  20: ({ call }) => (oneWayLoss(LOSSY_RATIO) < (call.line?.lossRatio ?? 0) ? 0 : 1),
  30: ({ call }) => (HIGH_LATENCY_MS < (call.line?.roundTripTimeMs ?? 0) ? 0 : 1),
};

const SENTENCES: readonly Sentence[] = [
  ...SUMMARY_CODES.map(summarySentence),
  ...(['sent', 'received'] as const).flatMap((way) => [
    ...PICTURE_HEIGHTS_PX.map((heightPx) => pictureSentence(way, heightPx)),
    pictureSentence(way, 0),
    freezesSentence(way),
  ]),
  ...VOICES.toReversed().map(
    (said): Sentence => ({
      text: `${word('forecast_voice')}: ${word(`forecastVoice_${said}`)}`,
      isSaid: (one) => lineOf(one, 'voice')?.words.key === `forecastVoice_${said}`,
      held: (one) => VOICES.indexOf(voiceWord(seenVoiceMos(one.call) ?? 1)) - VOICES.indexOf(said),
    }),
  ),
  ...SHARINGS.toReversed().map(
    (said): Sentence => ({
      text: `${word('forecast_sharing')}: ${word(`forecastSharing_${said}`)}`,
      isSaid: (one) => lineOf(one, 'sharing')?.words.key === `forecastSharing_${said}`,
      held: ({ call }) =>
        Math.max(0, Math.min(pictureLevel(call.sent), pictureLevel(call.received)) - 2) -
        SHARINGS.indexOf(said),
    }),
  ),
  {
    text: word('forecastFine_voice'),
    isSaid: (one) => forecastTold(one.told, 'video-and-sharing', one.code).fine === 'voice',
    held: (one) => (isSpoilt(one) ? -1 : Math.max(0, one.seenLevel - 2)),
  },
  {
    text: word('forecastFine_video'),
    isSaid: (one) => forecastTold(one.told, 'video-and-sharing', one.code).fine === 'video',
    held: (one) => (isSpoilt(one) ? -2 : one.seenLevel - 3),
  },
  {
    text: word('forecastCause_short_queue'),
    isSaid: ({ told }) => told.cause === 'short-queue',
    held: ({ call }) => (call.sent === undefined ? 0 : 1),
  },
];

function summarySentence(code: SummaryCode): Sentence {
  const [least, most] = LEVELS_OF_CODE[code] ?? [0, 0];
  return {
    text: `${code}: ${SUMMARY[code].text}`,
    isSaid: (one) => one.code === code,
    held:
      OF_LINE[code] ?? (({ seenLevel }) => Math.min(0, seenLevel - least) + Math.max(0, seenLevel - most)),
  };
}

/** 0 lines: no usable video. */
function pictureSentence(way: 'sent' | 'received', heightPx: number): Sentence {
  const lines = heightPx === 0 ? word('forecastNoPicture') : `${heightPx}p`;
  return {
    text: `${word(`forecast_${way}`)}: ${lines}`,
    isSaid: (one) => {
      const words = lineOf(one, way)?.words;
      return words !== undefined && ('heightPx' in words ? words.heightPx : 0) === heightPx;
    },
    held: ({ call }) => seenHeightPx(call[way]) - heightPx,
  };
}

function freezesSentence(way: 'sent' | 'received'): Sentence {
  return {
    text: `${word(`forecast_${way}`)}: ${word('forecastPictureFreezes').replace('$1p', 'any lines')}`,
    isSaid: (one) => lineOf(one, way)?.words.key === 'forecastPictureFreezes',
    held: ({ call }) => {
      const seen = call[way];
      return seen === undefined ? -1 : freezes(seen) ? 0 : 1;
    },
  };
}

function lineOf({ told, code }: Judged, about: ForecastLine['about']): ForecastLine | undefined {
  return forecastTold(told, 'video-and-sharing', code).lines.find((line) => line.about === about);
}

function pictureLevel(way: SeenWay | undefined): number {
  return way === undefined ? 0 : levelOfWay({ ...way, kbps: way.videoKbps, concealedShare: 0 });
}

function seenHeightPx(way: SeenWay | undefined): number {
  return way === undefined || pictureLevel(way) < 2 ? 0 : way.heightPx;
}

function isSpoilt({ call: { sent, received } }: Judged): boolean {
  return [sent, received].some((way) => way === undefined || way.concealedShare >= SPOILT_VOICE);
}
