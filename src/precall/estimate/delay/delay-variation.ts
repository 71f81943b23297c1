/** How much round trips of an idle path differ. Pure. */
import { quantile } from '../../../core/base/statistics.ts';

/**
 * ms, packet delay variation (RFC 5481): the spread from a tenth to nine tenths of evenly spread round trips. It is read from the
 * spread up to three quarters, because on a slow link every fifth may have met a packet of the browser's own.
 */
export function delayVariationOf(roundTrips: readonly number[]): number {
  const low = quantile(roundTrips, 0.1) ?? 0;
  return Math.max(0, (quantile(roundTrips, 0.75) ?? 0) - low) * (0.8 / 0.65);
}
