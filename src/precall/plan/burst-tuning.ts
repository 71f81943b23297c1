/** What a burst aims at, and when it changes what it does. */

/** ms between two looks at the queue. */
export const TICK_MS = 2;
/** The standing queue aimed at (bench). */
export const QUEUE = {
  /** ms at least: enough to stand out from the clock and the sizes. More where delays vary. */
  least: 32,
  /** ms at most: a call beside it does not notice. */
  most: 60,
  /** Datagrams at least: fewer would run dry between two looks. */
  datagrams: 3.2,
} as const;
/** Factor on the rate when no queue has shown after a round trip (bench). */
export const STEP_UP = 1.5;
/** Uncertainties of an estimate, relative to it, at which the burst changes what it does (bench). */
export const UNCERTAIN = {
  /** Below it a crawling link has told its rate: no longer look is needed. */
  none: 0.008,
  /** Above it a longer look is worth its bytes. */
  unsteady: 0.03,
  /** Above it the latest arrivals tell the current rate better than all of them. */
  recent: 0.1,
  /** Above it the link's own rate varies. */
  varying: 0.2,
} as const;
/** Bytes up to which a link whose rate varies is looked at longer (bench: data is somebody's money). */
export const VARYING_BYTES = 1_150_000;
/**
 * Times too long that a datagram may take behind a token bucket's knee before the burst starts anew with smaller ones
 * (bench).
 */
export const TOO_COARSE = 1.5;
/** Bytes sent for each that arrives where delays vary (bench). */
export const FOLLOW = {
  /** While no queue shows: the rate grows. */
  quiet: 1.35,
  /** Once one shows: it is held. */
  queued: 1.1,
} as const;
/** Returned datagrams whose median stands for the queue, on a steady and on an unsteady path (bench). */
export const LATEST = { steady: 9, unsteady: 25 } as const;
/**
 * Share of the expected rate that a burst starts with at least where delays vary: what was read may be too much by as
 * much (bench).
 */
export const UNSTEADY_START = 0.6;
