/**
 * Firefox's clocks tick in whole milliseconds: each reading is put on the tick before or after at random, so that it is
 * right on average (https://developer.mozilla.org/docs/Web/API/Performance/now#security_requirements). Medians of such
 * readings would be whole milliseconds too, and differences between them seem to jitter. Pure.
 */
import { type HostFacts, ticksWholeMs } from '../../link/host-facts.ts';
import { loopRoundTripMs, type Returned } from '../../link/packet-log.ts';

/**
 * ms of jitter that the ticks alone make: a reading deviates by sqrt(1/6) on average, the difference of two round trips holds
 * four readings, and the mean of |D| of a normal D is sqrt(2 / pi) of its deviation.
 */
const TICK_JITTER_MS = Math.sqrt(((2 / Math.PI) * 4) / 6);

/**
 * ms by which the quickest of some dozen round trips reads too quick: the ticks of both its readings err that way
 * (simulated).
 */
const TICK_REACH_MS = 1.25;

/** The round trips; on a clock of whole ms those that read the same are spread evenly over their tick. */
export function spreadRoundTrips(back: readonly Returned[], host: HostFacts): number[] {
  const roundTrips = back.map(loopRoundTripMs);
  if (!ticksWholeMs(host)) return roundTrips;
  const sharing = new Map<string, number[]>();
  back.forEach(({ bytes }, i) => {
    const key = `${bytes} ${roundTrips[i]}`;
    sharing.set(key, [...(sharing.get(key) ?? []), i]);
  });
  for (const indices of sharing.values()) {
    indices.forEach((index, rank) => {
      roundTrips[index] = (roundTrips[index] ?? 0) + (rank + 0.5) / indices.length - 0.5;
    });
  }
  return roundTrips;
}

/** The least round trip without what the ticks took off it. */
export function withoutTickReach(leastMs: number, host: HostFacts): number {
  return ticksWholeMs(host) ? leastMs + TICK_REACH_MS : leastMs;
}

/** The mean of |D| without the part that comes from the clock. */
export function withoutTickJitter(meanDifferenceMs: number, host: HostFacts): number {
  if (!ticksWholeMs(host)) return meanDifferenceMs;
  return Math.sqrt(Math.max(0, meanDifferenceMs ** 2 - TICK_JITTER_MS ** 2));
}
