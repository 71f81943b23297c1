/** For how long a burst keeps its bottleneck busy. Pure. */

import { SLOW_KBPS } from '../link/slow-link.ts';
import { CRAWLING_KBPS } from './burst-request.ts';

/** ms for which the bottleneck is to be busy (bench). */
export const WINDOW = {
  /** Wanted of a link that is not slow, or has told its rate. */
  fast: 450,
  /** Wanted of a slow one. */
  slow: 700,
  /** Spent at most. */
  most: 900,
  /** Spent at most where delays vary. */
  unsteady: 650,
  /** Spent at most where the link's own rate varies. */
  varying: 1_100,
  /** Wanted on top for each ms of delay variation. */
  perVariation: 3,
} as const;
/** A burst through a policer (bench). */
const POLICED = {
  /** ms at least and at most. */
  least: 200,
  most: 600,
  /** Datagrams that are enough. */
  datagrams: 230,
} as const;

/** ms of busy bottleneck at most. */
export function longestWindowMs(unsteady: boolean): number {
  return unsteady ? WINDOW.unsteady : WINDOW.most;
}

/**
 * A slow link needs longer for enough datagrams, unless it crawls and its rate is known already: one that is merely slow may
 * yet run into a second token bucket. A path with varying delays needs longer for the noise to average out.
 */
export function burstWindowMs(kbps: number, sure: boolean, unsteadyMs: number): number {
  const told = kbps >= SLOW_KBPS || (sure && kbps < CRAWLING_KBPS);
  return Math.min(
    longestWindowMs(unsteadyMs > 0),
    (told ? WINDOW.fast : WINDOW.slow) + WINDOW.perVariation * unsteadyMs,
  );
}

export function policedWindowMs(wireBits: number, expectedKbps: number): number {
  const enough = (POLICED.datagrams * wireBits) / expectedKbps;
  return Math.min(POLICED.most, Math.max(POLICED.least, enough));
}
