/** Devices that are not always there. */

import { HOUR_MS, MINUTE_MS } from '../../../../src/core/base/durations.ts';
import { atMost, once } from '../expectations.ts';
import { at, daytime, plainStory, withNaps, workingHours } from '../habits.ts';
import type { Setting, Story, TellStory } from '../story.ts';
import { clearTrouble } from '../trouble-size.ts';

/** Asleep for much of the time, and one trouble of a morning on a work day in the second week. */
function sleepy(habit: (setting: Setting) => Story['isAwake']): TellStory {
  return (setting) => {
    const { random, clock } = setting;
    const line = setting.line(random.pick(['fibre', 'cable', 'wifi'] as const));
    const from = clock.at(random.whole(8, 10), random.between(600, 700));
    const to = from + random.between(3, 5) * HOUR_MS;
    const wrong = clearTrouble(random, random.pick(['delay', 'jitter', 'loss'] as const), line.traits, 2);
    return plainStory(random, clock, line, {
      days: 14,
      intervalMs: random.pick([3, 5, 10]) * MINUTE_MS,
      isAwake: habit(setting),
      troubles: [{ from, to, line, at: () => wrong }],
      expectations: [once('trouble of a morning', from, to)],
    });
  };
}

/** The last run of an evening and the first of the next morning do not get through: two accidents, no outage. */
const redBeforeAndAfter: TellStory = (setting) => {
  const { random, clock } = setting;
  const line = setting.line(random.pick(['fibre', 'wifi'] as const));
  const [wakes, sleeps] = [random.whole(420, 540), random.whole(1290, 1400)];
  const intervalMs = 5 * MINUTE_MS;
  const fails = [3, 5].flatMap((day) => [clock.at(day, sleeps) - intervalMs, clock.at(day + 1, wakes)]);
  return plainStory(random, clock, line, {
    intervalMs,
    isAwake: ({ minute }) => minute >= wakes && minute < sleeps,
    fails: (time) => fails.some((from) => time >= from && time < from + intervalMs),
  });
};

/** A laptop on the way: each evening another hotel, each a network of its own; one of them is poor. */
const hotels: TellStory = (setting) => {
  const { random, clock } = setting;
  const rooms = Array.from({ length: 7 }, (_, night) =>
    setting.line('wifi', night === 4 ? { scatterMs: 35, lossRatio: 0.01 } : {}),
  );
  return plainStory(random, clock, rooms[0] ?? setting.line('wifi'), {
    isAwake: daytime(random),
    placeAt: (time) => {
      const night = Math.min(6, Math.max(0, clock.momentOf(time - 15 * HOUR_MS).day));
      return at(rooms[night] ?? setting.line('wifi'), `hotel-${night}`);
    },
    expectations: [atMost(1, 'a poor network', clock.at(4, 900), clock.at(5, 900))],
  });
};

export const SLEEP: Readonly<Record<string, TellStory>> = {
  'sleep: nights': sleepy(({ random }) => daytime(random)),
  'sleep: working hours only': sleepy(({ random }) => workingHours(random)),
  'sleep: the lid is closed now and then': sleepy(({ random }) => withNaps(random, daytime(random))),
  'sleep: a failed run before and after': redBeforeAndAfter,
  'sleep: another hotel every night': hotels,
};
