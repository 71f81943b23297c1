/** The calendar as the device's owner sees it. The time zone is the caller's: the core does not know where it is. */
import { DAY_MS, MINUTE_MS } from './durations.ts';

/** Minutes to add to local time for UTC at that time (ms since the epoch), as `Date#getTimezoneOffset` counts them. */
export type ZoneOffset = (at: number) => number;

/** Minutes of a day of 24 hours. */
const DAY_MINUTES = DAY_MS / MINUTE_MS;

export interface LocalTime {
  /** Local calendar day, YYYY-MM-DD. */
  readonly day: string;
  /** Minutes past local midnight, 0-1439. */
  readonly localMinute: number;
}

export function localTime(at: number, offsetAt: ZoneOffset): LocalTime {
  const local = at - offsetAt(at) * MINUTE_MS;
  const minute = Math.floor(local / MINUTE_MS);
  return {
    day: new Date(local).toISOString().slice(0, 10),
    localMinute: ((minute % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES,
  };
}

/** ms since the epoch of the next local midnight; the clocks may change before it. */
export function endOfLocalDay(at: number, offsetAt: ZoneOffset): number {
  const dayMs = DAY_MINUTES * MINUTE_MS;
  const local = at - offsetAt(at) * MINUTE_MS;
  const midnight = (Math.floor(local / dayMs) + 1) * dayMs;
  // The offset of midnight itself: right but for a zone that changes its clocks at midnight, where it is an hour off.
  return midnight + offsetAt(midnight + offsetAt(at) * MINUTE_MS) * MINUTE_MS;
}
