/**
 * A mean opinion score for audio by the E-model, ITU-T G.107 (06/2015), with its default values (R = 93.2 before impairments):
 * R = 93.2 - Id - Ie,eff, and MOS from R by its annex B.
 *
 * Inputs and their limits:
 * - The loop client -> TURN -> client stands for the way to another person behind a line like this one: its transit (a
 *   client-TURN round trip) is the one-way network delay, its loss the loss of one direction of the call.
 * - Jitter counts as delay: a jitter buffer of twice its mean, as adaptive buffers hold. What comes too late for it is not counted as lost.
 * - The codec is taken for one with packet loss concealment as good as G.711's appendix I (Ie = 0, Bpl = 25.1 in G.113
 *   appendix I); Opus has no entry there, and with in-band FEC it does better.
 * - Neither echo, noise, headset nor bandwidth beyond narrowband are in it: it ranks networks, it does not predict a survey.
 */
export interface MosInput {
  /** ms, client to TURN server and back. */
  readonly roundTripTimeMs: number;
  /** ms, RFC 3550 interarrival jitter. */
  readonly jitterMs: number;
  /** 0-1, over the loop; absent over TCP and TLS, where loss shows as delay. */
  readonly lossRatio?: number;
  /** Mean length of a run of losses, packets, at least 1; absent means independent losses. */
  readonly meanLossRun?: number;
}

export interface Mos {
  /** Rating factor, 0-93.2. */
  readonly rating: number;
  /** 1 (bad) to 4.4. */
  readonly mos: number;
}

/** R of G.107's default values. */
const BEST_RATING = 93.2;
/** ms: a 20 ms frame and 5 ms of look-ahead. */
const CODEC_DELAY_MS = 25;
/** Depth of the jitter buffer, times the jitter: as adaptive buffers hold. */
const JITTER_BUFFER = 2;
/** Per cent of packets whose loss takes away half of what loss can take (G.113 appendix I, of G.711 with its appendix I). */
const BPL = 25.1;
/** ms below which delay does no harm (G.107 section 7.4). */
const FREE_DELAY_MS = 100;

/** Undefined for input that is not finite or out of range. */
export function meanOpinionScore(input: MosInput): Mos | undefined {
  const { roundTripTimeMs, jitterMs, lossRatio = 0, meanLossRun = 1 } = input;
  const inRange =
    [roundTripTimeMs, jitterMs, lossRatio, meanLossRun].every(
      (value) => Number.isFinite(value) && value >= 0,
    ) &&
    lossRatio <= 1 &&
    meanLossRun >= 1;
  if (!inRange) return undefined;
  const delayMs = roundTripTimeMs + JITTER_BUFFER * jitterMs + CODEC_DELAY_MS;
  const rating = Math.max(0, BEST_RATING - delayImpairment(delayMs) - lossImpairment(lossRatio, meanLossRun));
  return { rating, mos: mosOfRating(rating) };
}

/** Idd of G.107 equation 7-27. */
function delayImpairment(delayMs: number): number {
  if (delayMs <= FREE_DELAY_MS) return 0;
  const x = Math.log2(delayMs / FREE_DELAY_MS);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** Ie,eff of G.107 equation 7-29 with Ie = 0; BurstR compares the runs of losses with those of independent ones. */
function lossImpairment(lossRatio: number, meanLossRun: number): number {
  const percent = 100 * lossRatio;
  if (percent === 0) return 0;
  const burstRatio = Math.max(1, meanLossRun * (1 - lossRatio));
  return (95 * percent) / (percent / burstRatio + BPL);
}

/** G.107 annex B. Below R = 6.5 its cubic would dip under 1. */
function mosOfRating(rating: number): number {
  const cubic = 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6;
  return Math.max(1, cubic);
}
