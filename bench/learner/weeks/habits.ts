/** When a device is awake, how often it measures, and where and when a life takes place. */

import { HOUR_MS, MINUTE_MS } from '../../../src/core/base/durations.ts';
import type { Random } from '../random.ts';
import type { Line } from './line.ts';
import { createLocalClock, type LocalClock, type LocalMoment } from './local-clock.ts';
import type { FullRuns, Place, Story } from './story.ts';

/** Zones of both hemispheres, with offsets of whole and of half hours. */
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Sydney',
  'Australia/Adelaide',
  'Asia/Kolkata',
  'America/Los_Angeles',
  'Asia/Tokyo',
] as const;
/** Mondays with no change of any clock in the six weeks after. */
const MONDAYS = [
  '2024-01-08',
  '2024-05-06',
  '2024-06-10',
  '2024-07-01',
  '2025-01-13',
  '2025-05-12',
  '2025-06-16',
] as const;

export function anyClock(random: Random): LocalClock {
  return createLocalClock(random.pick(ZONES), random.pick(MONDAYS));
}

export const alwaysAwake = (): boolean => true;

/** From morning to night; at weekends later. */
export function daytime(random: Random): (moment: LocalMoment) => boolean {
  const wakes = random.between(6.5, 9) * 60;
  const sleeps = random.between(21.5, 23.9) * 60;
  return ({ weekday, minute }) => minute >= wakes + (weekday >= 5 ? 75 : 0) && minute < sleeps;
}

/** Work days only. */
export function workingHours(random: Random): (moment: LocalMoment) => boolean {
  const from = random.between(7.5, 9.5) * 60;
  const to = random.between(16.5, 18.5) * 60;
  return ({ weekday, minute }) => weekday < 5 && minute >= from && minute < to;
}

/** The lid is closed for a while now and then; the same naps whoever asks. */
export function withNaps(
  random: Random,
  isAwake: (moment: LocalMoment) => boolean,
): (moment: LocalMoment) => boolean {
  const naps = Array.from({ length: 60 }, () => ({
    from: random.between(0, 1380),
    long: random.between(10, 150),
  }));
  return (moment) => {
    const nap = naps[moment.day % naps.length];
    const naps2 = naps[(moment.day * 7 + 3) % naps.length];
    const isNapping = [nap, naps2].some(
      (one) => one && moment.minute >= one.from && moment.minute < one.from + one.long,
    );
    return isAwake(moment) && !isNapping;
  };
}

export function fullRunsFor(random: Random, intervalMs: number): FullRuns {
  if (intervalMs >= 30 * MINUTE_MS) return { everyMs: 0, whenWorse: false };
  return { everyMs: random.between(1, 4.4) * HOUR_MS, whenWorse: true };
}

export function at(line: Line, network = 'home', server = 'turn-a'): Place {
  return { network, server, line };
}

/** A story of one line in which nothing happens; a kind says what is different. */
export function plainStory(random: Random, clock: LocalClock, line: Line, own: Partial<Story>): Story {
  const place = at(line);
  const intervalMs = own.intervalMs ?? random.pick([5, 5, 10]) * MINUTE_MS;
  return {
    clock,
    days: 7,
    intervalMs,
    isAwake: alwaysAwake,
    placeAt: () => place,
    fullRuns: fullRunsFor(random, intervalMs),
    troubles: [],
    fails: () => false,
    expectations: [],
    ...own,
  };
}
