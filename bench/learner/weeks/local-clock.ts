/** The calendar of one time zone, forwards and backwards, over changes of its clocks. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/base/durations.ts';

export interface LocalMoment {
  /** Whole local days since the start of the clock. */
  readonly day: number;
  /** 0 is Monday. */
  readonly weekday: number;
  /** Minutes past local midnight. */
  readonly minute: number;
}

export interface LocalClock {
  readonly timezone: string;
  momentOf(at: number): LocalMoment;
  /** ms since the epoch at which a clock on the wall shows this. */
  at(day: number, minute: number): number;
}

/** `firstDay` is a local date, YYYY-MM-DD. */
export function createLocalClock(timezone: string, firstDay: string): LocalClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  // Clocks change on a whole or half hour of UTC everywhere.
  const offsets = new Map<number, number>();
  const offsetMs = (at: number): number => {
    const slot = Math.floor(at / (HOUR_MS / 2));
    let offset = offsets.get(slot);
    if (offset === undefined) {
      const moment = slot * (HOUR_MS / 2);
      const part = Object.fromEntries(
        format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
      );
      offset = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute) - moment;
      offsets.set(slot, offset);
    }
    return offset;
  };
  const first = Date.parse(`${firstDay}T00:00:00Z`) / DAY_MS;
  const weekday = (new Date(first * DAY_MS).getUTCDay() + 6) % 7;
  return {
    timezone,
    momentOf(at) {
      const local = at + offsetMs(at);
      const day = Math.floor(local / DAY_MS) - first;
      return {
        day,
        weekday: (((weekday + day) % 7) + 7) % 7,
        minute: (local - (first + day) * DAY_MS) / MINUTE_MS,
      };
    },
    at(day, minute) {
      const wall = (first + day) * DAY_MS + minute * MINUTE_MS;
      const guess = wall - offsetMs(wall);
      return wall - offsetMs(guess);
    },
  };
}
