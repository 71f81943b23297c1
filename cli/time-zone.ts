/** The calendar of a named time zone, for runs that were made somewhere else than here. */
import { MINUTE_MS } from '../src/core/base/durations.ts';
import type { ZoneOffset } from '../src/core/base/local-time.ts';

/** Clocks change on a whole quarter of an hour of UTC everywhere. */
const QUARTER_MS = 15 * MINUTE_MS;

/** An IANA name; a RangeError when there is no such zone. */
export function zoneOffsetOf(timeZone: string): ZoneOffset {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  let last = { quarter: Number.NaN, offset: 0 };
  return (at) => {
    const quarter = Math.floor(at / QUARTER_MS);
    if (quarter !== last.quarter) last = { quarter, offset: offsetAt(format, quarter * QUARTER_MS) };
    return last.offset;
  };
}

function offsetAt(format: Intl.DateTimeFormat, at: number): number {
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = part;
  return (at - Date.UTC(year, month - 1, day, hour, minute)) / MINUTE_MS;
}
