/** For how long a burst keeps its bottleneck busy. Pure. */
import { CRAWLING_KBPS, SLOW_KBPS } from './burst-request.ts';

/** ms of busy bottleneck wanted, and the most that is spent on one, on an unsteady one, and on one whose rate varies. */
export const WINDOW = {
  fast: 450,
  slow: 700,
  most: 900,
  unsteady: 650,
  varying: 1_100,
  perVariation: 3,
} as const;
/** ms of a burst through a policer, and datagrams that are enough. */
const POLICED = { least: 200, most: 600, datagrams: 230 } as const;

/** ms of busy bottleneck at most. */
export function longestWindowMs(unsteady: boolean): number {
  return unsteady ? WINDOW.unsteady : WINDOW.most;
}

/**
 * Slow links need longer for enough datagrams, unless one that crawls has told its rate already (a faster one may yet run
 * into a second bucket); unsteady ones for the noise to average out.
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
