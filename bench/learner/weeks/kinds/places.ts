/** More than one place under one key, and places that are crowded. */

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/core/base/durations.ts';
import type { Random } from '../../random.ts';
import { atMost, once } from '../expectations.ts';
import { at, daytime, plainStory } from '../habits.ts';
import type { LocalClock } from '../local-clock.ts';
import type { TellStory, TimedTrouble } from '../story.ts';
import { trouble } from '../trouble.ts';
import { clearTrouble } from '../trouble-size.ts';

/** A cafe of the provider of home, now in the morning, now in the afternoon, and not every day. */
const cafeAtAnyHour: TellStory = (setting) => {
  const { random, clock } = setting;
  const way = random.between(10, 25);
  const home = setting.line('cable', { wayMs: way });
  const cafe = setting.line('wifi', { wayMs: way + random.between(20, 45) });
  const days = 21;
  const visits = Array.from({ length: days }, (_, day) => ({
    from: clock.at(day, random.between(540, 1080)),
    long: random.chance(0.65) ? random.between(45, 150) * MINUTE_MS : 0,
  }));
  const [bad, long] = [clock.at(18, 1200), 2 * HOUR_MS];
  const wrong = clearTrouble(random, 'delay', cafe.traits, 3);
  return plainStory(random, clock, home, {
    days,
    isAwake: daytime(random),
    placeAt: (time) => at(visits.some(({ from, long }) => time >= from && time < from + long) ? cafe : home),
    troubles: [{ from: bad, to: bad + long, line: home, at: () => wrong }],
    expectations: [
      atMost(4, 'the cafe, new', clock.at(0, 0), clock.at(9, 0)),
      once('trouble at home', bad, bad + long),
    ],
  });
};

/** Stays of a random length here and there, from some day on. */
function stays(random: Random, from: number, to: number, hours: readonly [number, number]): TimedTrouble[] {
  const there: TimedTrouble[] = [];
  const wrong = trouble({
    addedDelayMs: random.between(20, 40),
    scatterMs: random.between(5, 25),
    capacityShare: random.between(0.5, 0.8),
  });
  for (let time = from; time < to; ) {
    const begins = time + random.between(...hours) * HOUR_MS;
    time = begins + random.between(...hours) * HOUR_MS;
    there.push({ from: begins, to: time, line: undefined, at: () => wrong });
  }
  return there;
}

/** Home of two rooms: in the far one, behind two walls, everything is slower. */
const farRoom: TellStory = (setting) => {
  const { random, clock } = setting;
  const line = setting.line('wifi');
  const from = clock.at(9, random.between(600, 1000));
  const to = from + random.between(2, 5) * HOUR_MS;
  const wrong = trouble({ addedDelayMs: random.between(150, 250) });
  return plainStory(random, clock, line, {
    days: 12,
    isAwake: daytime(random),
    troubles: [
      ...stays(random, clock.at(0, 0), clock.at(12, 0), [0.5, 4]),
      { from, to, line: undefined, at: () => wrong },
    ],
    expectations: [
      atMost(3, 'the far room, new', clock.at(0, 0), clock.at(3, 0)),
      once('200 ms on top in both rooms', from, to),
    ],
  });
};

/** After a week of calm the line is now at one level and now at the other, for good. */
const lateSecondLevel: TellStory = (setting) => {
  const { random, clock } = setting;
  const line = setting.line(random.pick(['fibre', 'cable'] as const));
  const begins = clock.at(7, random.between(0, 1440));
  const upper = trouble({ addedDelayMs: random.between(30, 70) });
  const mean = random.between(10, 60) * MINUTE_MS;
  const end = clock.at(17, 0);
  const troubles: TimedTrouble[] = [];
  for (let time = begins; time < end; ) {
    const to = time + mean * (0.3 + 0.7 * random.exponential());
    troubles.push({ from: time, to, line, at: () => upper });
    time = to + mean * (0.3 + 0.7 * random.exponential());
  }
  return plainStory(random, clock, line, {
    days: 17,
    troubles,
    expectations: [atMost(4, 'a second level, new', begins, begins + 3 * DAY_MS)],
  });
};

/** Minutes past midnight: the pauses of a conference. */
const PAUSES = [
  [630, 660],
  [740, 830],
  [930, 960],
  [1050, 1110],
] as const;

/** Two days among three hundred others, who all look at their telephones in the pauses. */
const conference: TellStory = (setting) => {
  const { random, clock } = setting;
  const [home, hall] = [setting.line('cable'), setting.line('wifi')];
  const troubles = [5, 6].flatMap((day) => PAUSES.map(([from, to]) => pause(random, clock, day, from, to)));
  return plainStory(random, clock, home, {
    days: 9,
    intervalMs: 5 * MINUTE_MS,
    isAwake: daytime(random),
    placeAt: (_, { day, minute }) =>
      (day === 5 || day === 6) && minute >= 540 && minute < 1110 ? at(hall, 'hall') : at(home),
    troubles: troubles.map((one) => ({ ...one, line: hall })),
    expectations: [5, 6].map((day) => atMost(3, 'a crowded hall', clock.at(day, 540), clock.at(day, 1140))),
  });
};

function pause(random: Random, clock: LocalClock, day: number, from: number, to: number): TimedTrouble {
  const wrong = trouble({
    addedDelayMs: random.between(30, 150),
    scatterMs: random.between(15, 50),
    lossRatio: random.between(0.01, 0.05),
    capacityShare: random.between(0.2, 0.6),
  });
  return { from: clock.at(day, from), to: clock.at(day, to), line: undefined, at: () => wrong };
}

export const PLACES: Readonly<Record<string, TellStory>> = {
  'places: a cafe under the key of home, at any hour': cafeAtAnyHour,
  'places: the far room': farRoom,
  'places: a conference': conference,
  'two modes: a second level after a week of calm': lateSecondLevel,
};
