/**
 * The rate of a link beside a bulk transfer. What a bottleneck lets out between two of our datagrams is whole packets of the
 * other's, as large as the path allows: so gaps are our own time on the wire and a whole number of theirs, at one rate for
 * both. Slots, jitter and a varying rate make gaps of other lengths. Pure.
 */
import { mean, median } from '../../../core/base/statistics.ts';

/** Bits of a bulk transfer's packets. */
const THEIR_BITS = 1_500 * 8;
/** ms by which a gap may be off, and share of gaps that must fit, over all and in each quarter. */
const WITHIN_MS = 0.15;
const FITS = { over: 0.7, quarter: 0.55 } as const;
const QUARTERS = 4;
/** Of gaps of any length this share would fit, too, at most: a faster link's steps are too short to tell. */
const MOST_BY_CHANCE = 0.32;
/** Share of our datagrams that must come right behind one another, and have one of theirs or more between them. */
const ALONE = 0.03;
const BETWEEN = 0.2;
/** Gaps of one length that a quarter may hold. */
const MIXED = 0.9;
/** ms by which the mean of so many gaps of one length may be off. */
const CENTRED = { ms: 0.07, least: 6 } as const;
const LEAST = 40;
/** From one rate to the next that is tried. */
const STEP = 1.005;

/** kbit/s at IP level; `gaps`: ms between neighbours, `bits`: of one of ours; the link is faster than `aboutKbps`. */
export function besideCrossTrafficKbps(
  gaps: readonly number[],
  bits: number,
  aboutKbps: number,
): number | undefined {
  if (gaps.length < LEAST) return undefined;
  let best = { kbps: 0, fits: 0 };
  for (let kbps = aboutKbps; (2 * WITHIN_MS * kbps) / THEIR_BITS <= MOST_BY_CHANCE; kbps *= STEP) {
    const fits = fitting(gaps, bits, kbps).length / gaps.length;
    if (fits > best.fits) best = { kbps, fits };
  }
  if (best.fits < FITS.over) return undefined;
  const kbps = rateOf(fitting(gaps, bits, best.kbps), bits);
  const size = Math.floor(gaps.length / QUARTERS);
  for (let from = 0; from + size <= gaps.length; from += size) {
    const quarter = fitting(gaps.slice(from, from + size), bits, kbps);
    if (quarter.length < FITS.quarter * size || !isMixed(quarter)) return undefined;
  }
  const fitted = fitting(gaps, bits, kbps);
  const alone = fitted.filter(({ theirs }) => theirs === 0).length;
  const between = fitted.length - alone;
  const both = alone >= ALONE * gaps.length && between >= BETWEEN * gaps.length;
  return both && isCentred(fitted, bits, kbps) ? rateOf(fitted, bits) : undefined;
}

function rateOf(fitted: readonly Fitting[], bits: number): number {
  const all = fitted.reduce((sum, { theirs }) => sum + bits + theirs * THEIR_BITS, 0);
  return all / fitted.reduce((sum, { ms }) => sum + ms, 0);
}

/** The noise is the clock's and the reader's, and evens out; slots of a millisecond fit a rate only with an offset. */
function isCentred(fitted: readonly Fitting[], bits: number, kbps: number): boolean {
  return [0, 1, 2].every((count) => {
    const alike = fitted.filter(({ theirs }) => theirs === count).map(({ ms }) => ms);
    const middle = mean(alike);
    if (middle === undefined || alike.length < CENTRED.least) return true;
    return Math.abs(middle - (bits + count * THEIR_BITS) / kbps) < CENTRED.ms;
  });
}

/** Not all the same: a rate that stays for a while and changes then makes equal gaps for as long, which fit by chance. */
function isMixed(fitted: readonly Fitting[]): boolean {
  const usual = median(fitted.map(({ theirs }) => theirs));
  return fitted.filter(({ theirs }) => theirs === usual).length < MIXED * fitted.length;
}

interface Fitting {
  readonly ms: number;
  /** Packets of the other's in it. */
  readonly theirs: number;
}

/** The gaps that hold ours and a whole number of theirs at that rate. */
function fitting(gaps: readonly number[], bits: number, kbps: number): Fitting[] {
  return gaps.flatMap((ms) => {
    const theirs = Math.max(0, Math.round((ms * kbps - bits) / THEIR_BITS));
    return Math.abs(ms - (bits + theirs * THEIR_BITS) / kbps) <= WITHIN_MS ? [{ ms, theirs }] : [];
  });
}
