/** What the forecast says of a call, line by line, as data: each with its look, and only what is known. */
import { freezes, levelOfPicture } from '../forecast/call-level.ts';
import type { CallLevel, Cause, Forecast, WayForecast } from '../forecast/forecast-types.ts';
import type { Look } from '../sct/look.ts';
import type { SummaryCode } from '../sct/sct-codes.ts';
import type { CallProfile } from '../settings/settings.ts';

export type ForecastWords =
  | {
      readonly key: 'forecastPicture' | 'forecastPictureAtLeast' | 'forecastPictureFreezes';
      readonly heightPx: number;
    }
  | { readonly key: 'forecastNoPicture' | `forecastVoice_${VoiceWord}` | `forecastSharing_${SharingWord}` };

export interface ForecastLine {
  readonly about: 'sent' | 'received' | 'voice' | 'sharing';
  readonly look: Look;
  readonly words: ForecastWords;
}

export interface ForecastTold {
  readonly lines: readonly ForecastLine[];
  /** Which kind of call is fine where the whole is not. */
  readonly fine?: 'voice' | 'video';
  readonly cause?: Cause;
  /** What this person's calls need and nobody has measured yet, said once. */
  readonly unknown?: 'picture' | 'all';
}

export type VoiceWord = 'veryGood' | 'good' | 'fair' | 'poor';
type SharingWord = 'fine' | 'slow' | 'none';

/** MOS from which on: G.107 annex B's satisfied, some dissatisfied, many dissatisfied. */
const VOICE_FROM_MOS: readonly (readonly [number, VoiceWord, Look])[] = [
  [4.03, 'veryGood', 'green'],
  [3.6, 'good', 'green'],
  [3.1, 'fair', 'amber-fair'],
  [0, 'poor', 'red'],
];
const LOOK_OF_LEVEL: readonly Look[] = ['red', 'red', 'amber-fair', 'amber-good', 'green'];
const SHARING_OF_LEVEL: readonly SharingWord[] = ['none', 'none', 'none', 'slow', 'fine'];

/**
 * The best that a screen may be told to be beside each code whose sentence says of the bandwidth that it is enough for less: above
 * "not enough for screen sharing quality" no line may say that it is fine.
 */
const SHARING_BESIDE: Partial<Record<SummaryCode, CallLevel>> = { 50: 2, 70: 2, 55: 3, 75: 3, 60: 3 };

/** `code` stands above these lines. */
export function forecastTold(forecast: Forecast, profile: CallProfile, code: SummaryCode): ForecastTold {
  const { sent, received, level, cause } = forecast;
  const voice = voiceLine(forecast);
  const withVideo = profile !== 'voice';
  const lines = [
    ...(withVideo && sent ? [pictureLine('sent', sent)] : []),
    ...(withVideo && received ? [pictureLine('received', received)] : []),
    ...voice,
    ...(profile === 'video-and-sharing' && sent && received ? [sharingLine(code, sent, received)] : []),
  ];
  const fine = fineWith(forecast, voice[0], profile);
  const unknown = lines.length === 0 ? 'all' : withVideo && level === undefined ? 'picture' : undefined;
  const told = cause !== undefined && (withVideo || voice[0]?.look !== 'green') ? { cause } : {};
  return { lines, ...(fine && { fine }), ...told, ...(unknown && { unknown }) };
}

function pictureLine(about: 'sent' | 'received', way: WayForecast): ForecastLine {
  const level = levelOfPicture(way);
  const words = level < 2 ? ({ key: 'forecastNoPicture' } as const) : pictureWords(way);
  return { about, look: LOOK_OF_LEVEL[level] ?? 'unknown', words };
}

/** A picture that freezes is told as such, also where more of its lines may come than is known. */
function pictureWords(way: WayForecast): ForecastWords {
  const { heightPx, atLeast } = way;
  if (freezes(way)) return { key: 'forecastPictureFreezes', heightPx };
  return { key: atLeast ? 'forecastPictureAtLeast' : 'forecastPicture', heightPx };
}

/** A screen is shared and looked at: the worse way counts. */
function sharingLine(code: SummaryCode, ...ways: readonly WayForecast[]): ForecastLine {
  const level = Math.min(SHARING_BESIDE[code] ?? 4, ...ways.map(levelOfPicture));
  const word = SHARING_OF_LEVEL[level] ?? 'none';
  return {
    about: 'sharing',
    look: LOOK_OF_LEVEL[level] ?? 'unknown',
    words: { key: `forecastSharing_${word}` },
  };
}

function voiceLine({ voiceMos }: Forecast): readonly ForecastLine[] {
  const found = voiceMos === undefined ? undefined : voiceOf(voiceMos);
  return found === undefined
    ? []
    : [{ about: 'voice', look: found[2], words: { key: `forecastVoice_${found[1]}` } }];
}

export function voiceWord(mos: number): VoiceWord {
  return voiceOf(mos)?.[1] ?? 'poor';
}

function voiceOf(mos: number) {
  return VOICE_FROM_MOS.find(([from]) => mos >= from);
}

function fineWith(
  { level }: Forecast,
  voice: ForecastLine | undefined,
  profile: CallProfile,
): 'voice' | 'video' | undefined {
  if (profile === 'voice' || level === undefined || voice?.look !== 'green') return undefined;
  if (level === 1 || level === 2) return 'voice';
  return level === 3 && profile === 'video-and-sharing' ? 'video' : undefined;
}
