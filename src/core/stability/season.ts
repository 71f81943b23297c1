/**
 * What comes every day at the same hour: for each hour the mean deviation of its last three days. Only what
 * all three agree upon counts, so that one bad evening is never expected again.
 */
import { rounded } from './rounded.ts';

const HOUR_MS = 3_600_000;
const HOURS = 24;
const DAYS = 3;
/** One character an hour and day: steps of badness, from '0' on; a space means not seen. */
const STEP = 0.04;
const ZERO = 48;
const MOST_STEPS = 70;

export interface Season {
  /** DAYS x HOURS characters, newest day first for each hour. */
  readonly days: string;
  /** The hour since the epoch that is being gathered, with its sum and number of deviations. */
  readonly hour: number;
  readonly sum: number;
  readonly count: number;
}

export const NO_SEASON: Season = { days: ' '.repeat(DAYS * HOURS), hour: 0, sum: 0, count: 0 };

export function followSeason(season: Season, at: number, deviation: number): Season {
  const hour = Math.floor(at / HOUR_MS);
  if (hour === season.hour) {
    return { ...season, sum: rounded(season.sum + deviation, 1e3), count: season.count + 1 };
  }
  return {
    days: season.count >= 3 ? stored(season) : season.days,
    hour,
    sum: rounded(deviation, 1e3),
    count: 1,
  };
}

/** How much worse than its mean the network usually is at this time: 0 unless days agree. */
export function expectedAt(season: Season, at: number): number {
  // Between the middles of two hours the expectation moves evenly.
  const position = at / HOUR_MS - 0.5;
  const before = Math.floor(position);
  const share = position - before;
  return (1 - share) * agreed(season.days, before) + share * agreed(season.days, before + 1);
}

/** The same at its worst half an hour around: what comes every day does not come on the minute. */
export function expectedAround(season: Season, at: number): number {
  const before = Math.floor(at / HOUR_MS - 0.5);
  return Math.max(agreed(season.days, before), agreed(season.days, before + 1));
}

function agreed(days: string, hour: number): number {
  const start = slotOf(hour);
  let least = MOST_STEPS;
  for (let day = start; day < start + DAYS; day++) {
    const steps = days.charCodeAt(day) - ZERO;
    // A space: not seen on three days.
    if (!(steps > 0)) return 0;
    least = Math.min(least, steps);
  }
  return least * STEP;
}

function stored({ days, hour, sum, count }: Season): string {
  const steps = Math.min(MOST_STEPS, Math.max(0, Math.round(sum / count / STEP)));
  const start = slotOf(hour);
  const old = days.slice(start, start + DAYS - 1);
  return days.slice(0, start) + String.fromCharCode(ZERO + steps) + old + days.slice(start + DAYS);
}

/** Also for times before 1970. */
function slotOf(hour: number): number {
  return (((hour % HOURS) + HOURS) % HOURS) * DAYS;
}
