/** The voice of one way: what is concealed of it, how late it comes, and how good it then sounds. */
import { rounded } from '../base/rounded.ts';
import type { ForecastParameters } from './forecast-parameters.ts';
import type { Way } from './forecast-types.ts';
import { fullbandMos } from './fullband-e-model.ts';

export interface VoiceForecast {
  readonly mos: number;
  readonly mouthToEarMs: number;
  /** 0-1. */
  readonly concealedShare: number;
}

/** ms: a frame of 20, Opus' look-ahead of 6.5, and some 20 of microphone, loudspeaker and their drivers. */
export const END_SYSTEMS_MS = 47;
/** kbit/s, e-fold of the voice's starving: a line of 80 conceals 4 %, one of 130 next to nothing. */
const STARVES_WITHIN_KBPS = 17;
/** Of the voice, at the rate that starves it. */
const STARVED_SHARE = 0.1;
/** kbit/s at which the call's own video asks for half of its share of the buffer. */
const NARROW_KBPS = 2_000;

/** Packets of all kinds from one of the voice to the next, beside 1.2 Mbit/s of video: some 180 a second, of which 50 are the voice's. It makes of runs of six what the lab's calls did. */
const VOICE_APART = 4;

/** The far end is taken for one beside the TURN server: of this line a voice passes half a round trip. */
export function voiceOf(way: Way, roundTripTimeMs: number, parameters: ForecastParameters): VoiceForecast {
  const { bufferMs, bufferPerJitterMs, bufferBesideVideoMs, bufferInStreamMs } = parameters;
  const besideVideoMs = way.overStream ? bufferInStreamMs : bufferBesideVideoMs;
  const buffer =
    bufferMs + bufferPerJitterMs * way.jitterMs + besideVideoMs / (1 + (way.rateKbps / NARROW_KBPS) ** 2);
  const mouthToEarMs = roundTripTimeMs / 2 + END_SYSTEMS_MS + buffer;
  const concealed = concealedShareOf(way, parameters);
  return { mos: fullbandMos(mouthToEarMs, concealed), mouthToEarMs, concealedShare: concealed };
}

/**
 * 0-1: how often the voice's packet after a lost one comes, in which Opus' in-band FEC repeats it; a run of losses goes on with each packet by 1 - 1 / its mean length.
 * What single losses leave concealed has that in it.
 */
function nextArrives({ meanLossRun = 1 }: Way): number {
  return 1 - (1 - 1 / Math.max(1, meanLossRun)) ** VOICE_APART;
}

/** To a ten-thousandth, as it is told. */
export function concealedShareOf(way: Way, parameters: ForecastParameters): number {
  const { concealedAtBest, concealedPerLoss, concealedPerJitterMs, voiceStarvesKbps } = parameters;
  const starved = STARVED_SHARE * Math.exp((voiceStarvesKbps - way.rateKbps) / STARVES_WITHIN_KBPS);
  const lost = (1 - (1 - concealedPerLoss) * nextArrives(way)) * way.lossRatio;
  const concealed = concealedAtBest + lost + concealedPerJitterMs * way.jitterMs + starved;
  return Math.min(1, rounded(concealed, 10_000));
}
