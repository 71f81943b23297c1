/**
 * The capacity of a link beside a bulk transfer. Between two of our datagrams a bottleneck lets out whole packets of the transfer,
 * which are as large as the path allows. So each gap between our arrivals is the time of one of our datagrams plus that of a
 * whole number of theirs, at one rate for both. Slots, jitter and a varying rate make gaps of other lengths. Pure.
 */
import { mean, median } from '../../../core/base/statistics.ts';

/** Bits of a packet of the transfer: 1500 bytes, the usual MTU. */
const THEIR_BITS = 1_500 * 8;
/** ms by which a gap may differ from the length that a rate gives it (the clock's 0.1 ms, and the reader). */
const WITHIN_MS = 0.15;
/** Share of the gaps that fit the rate at least: over the whole burst, and in each quarter of it (bench). */
const FITS = { over: 0.7, quarter: 0.55 } as const;
const QUARTERS = 4;
/**
 * Share of gaps of random length that would fit a rate by chance at most: on faster links the lengths lie too close to
 * tell.
 */
const MOST_BY_CHANCE = 0.32;
/** Share of the gaps at least that hold none of the transfer's packets (bench). */
const ALONE = 0.03;
/** Share of the gaps at least that hold one or more of them (bench). */
const BETWEEN = 0.2;
/** Share of a quarter's fitting gaps that may hold the same number of packets: a transfer varies it (bench). */
const MIXED = 0.9;
/** Gaps with the same number of packets: ms by which their mean may be off, and how many make a mean (bench). */
const CENTRED = { ms: 0.07, least: 6 } as const;
/** Gaps that tell anything at least. */
const LEAST = 40;
/** Factor from one rate that is tried to the next. */
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
    const fits = gaps.filter((ms) => theirsIn(ms, bits, kbps) !== undefined).length / gaps.length;
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

/**
 * True when gaps with the same number of packets average to their length: noise evens out, slots of a millisecond leave
 * an offset.
 */
function isCentred(fitted: readonly Fitting[], bits: number, kbps: number): boolean {
  return [0, 1, 2].every((count) => {
    const alike = fitted.filter(({ theirs }) => theirs === count).map(({ ms }) => ms);
    const middle = mean(alike);
    if (middle === undefined || alike.length < CENTRED.least) return true;
    return Math.abs(middle - (bits + count * THEIR_BITS) / kbps) < CENTRED.ms;
  });
}

/**
 * True when the gaps differ: a rate that stays for a while and then changes makes equal gaps meanwhile, which fit by
 * chance.
 */
function isMixed(fitted: readonly Fitting[]): boolean {
  const usual = median(fitted.map(({ theirs }) => theirs));
  return fitted.filter(({ theirs }) => theirs === usual).length < MIXED * fitted.length;
}

interface Fitting {
  readonly ms: number;
  /** Packets of the transfer in it. */
  readonly theirs: number;
}

/** The gaps that are one of our datagrams and a whole number of their packets at that rate. */
function fitting(gaps: readonly number[], bits: number, kbps: number): Fitting[] {
  return gaps.flatMap((ms) => {
    const theirs = theirsIn(ms, bits, kbps);
    return theirs === undefined ? [] : [{ ms, theirs }];
  });
}

/** Undefined when the gap is no such sum. */
function theirsIn(ms: number, bits: number, kbps: number): number | undefined {
  const theirs = Math.max(0, Math.round((ms * kbps - bits) / THEIR_BITS));
  return Math.abs(ms - (bits + theirs * THEIR_BITS) / kbps) <= WITHIN_MS ? theirs : undefined;
}
