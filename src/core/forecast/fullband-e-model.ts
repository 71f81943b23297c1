/**
 * A mean opinion score of a fullband voice by the E-model of ITU-T G.107.2: R = 148 - Id - Ie,eff, and MOS from R / 1.48 by
 * G.107 annex B.
 *
 * - Ie,eff = Ie + (132 - Ie) P / (P + Bpl), with P the per cent of the voice that is concealed: what Opus' in-band FEC brings
 *   back is not lost to the listener, so that it is left out before and not by a larger Bpl.
 * - G.113 has no entry for Opus. Ie = 15 gives 4.3 for a faultless call, about what POLQA says of it at 32 kbit/s; Bpl = 10 lies
 *   among the values published for it (Alahmadi, Pocta, Melvin 2021, super-wideband).
 * - The delay's impairment is G.107's, on the fullband scale.
 */
const BEST_RATING = 148;
/** Of the fullband scale to the narrowband one, on which annex B turns R into a MOS. */
const SCALE = 1.48;
const LOSS_RATING = 132;
const OPUS_IE = 15;
const OPUS_BPL = 10;
/** ms below which delay does no harm (G.107 section 7.4). */
const FREE_DELAY_MS = 100;

/** 1 to 4.5; `concealedShare` is 0-1. */
export function fullbandMos(mouthToEarMs: number, concealedShare: number): number {
  const percent = 100 * concealedShare;
  const loss = OPUS_IE + ((LOSS_RATING - OPUS_IE) * percent) / (percent + OPUS_BPL);
  return mosOfRating(Math.max(0, BEST_RATING - SCALE * delayImpairment(mouthToEarMs) - loss) / SCALE);
}

/** Idd of G.107 equation 7-27. */
function delayImpairment(delayMs: number): number {
  if (delayMs <= FREE_DELAY_MS) return 0;
  const x = Math.log2(delayMs / FREE_DELAY_MS);
  return 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
}

/** G.107 annex B. Below R = 6.5 its cubic would dip under 1. */
function mosOfRating(rating: number): number {
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}
