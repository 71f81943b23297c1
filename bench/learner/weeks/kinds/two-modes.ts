/** Lines that have two usual levels. */

import { HOUR_MS, MINUTE_MS } from '../../../../src/core/base/durations.ts';
import type { Random } from '../../random.ts';
import { atMost, fewTimes } from '../expectations.ts';
import { at, plainStory } from '../habits.ts';
import type { TellStory } from '../story.ts';
import { trouble } from '../trouble.ts';

/** Which of two it is at a time: each stay has a random length around a mean. */
function alternation(random: Random, from: number, to: number, meanMs: number): (at: number) => boolean {
  const changes: number[] = [];
  for (let time = from; time < to; ) {
    time += meanMs * (0.3 + 0.7 * random.exponential());
    changes.push(time);
  }
  return (time) => changes.filter((change) => change <= time).length % 2 === 1;
}

/** IPv4 of one provider and IPv6 of another: under one key, or each with its own. */
const twoAddresses: TellStory = (setting) => {
  const { random, clock } = setting;
  const access = random.pick(['fibre', 'cable'] as const);
  const way = random.between(12, 30);
  const lines = [
    setting.line(access, { wayMs: way }),
    setting.line(access, { wayMs: way + random.between(25, 60) }),
  ] as const;
  const keys = random.chance(0.5) ? (['home', 'home'] as const) : (['home-4', 'home-6'] as const);
  const intervalMs = 5 * MINUTE_MS;
  const days = 9;
  const isSecond = alternation(
    random,
    clock.at(0, 0),
    clock.at(days, 0),
    random.pick([0.7, 1.5, 4]) * intervalMs,
  );
  const from = clock.at(6, random.between(0, 1000));
  const to = from + 6 * HOUR_MS;
  const wrong = trouble({ addedDelayMs: random.between(100, 140) });
  return plainStory(random, clock, lines[0], {
    days,
    intervalMs,
    placeAt: (time) => (isSecond(time) ? at(lines[1], keys[1]) : at(lines[0], keys[0])),
    troubles: [{ from, to, line: undefined, at: () => wrong }],
    expectations: [
      atMost(2, 'two addresses, new', clock.at(0, 0), clock.at(2, 0)),
      fewTimes('100 ms more on both', from, to, 2),
    ],
  });
};

/** From some day on the line has a second level, for good. */
const twoLevels: TellStory = (setting) => {
  const { random, clock } = setting;
  const line = setting.line(random.pick(['fibre', 'cable'] as const));
  const begins = clock.at(3, random.between(0, 1440));
  const end = clock.at(13, 0);
  const isUpper = alternation(random, begins, end, random.between(20, 90) * MINUTE_MS);
  const upper = trouble({ addedDelayMs: random.between(40, 70) });
  const none = trouble({});
  const from = clock.at(10, random.between(0, 1000));
  const to = from + random.between(3, 6) * HOUR_MS;
  const wrong = trouble({ addedDelayMs: random.between(150, 250) });
  return plainStory(random, clock, line, {
    days: 13,
    troubles: [
      { from: begins, to: end, line, at: (passed) => (isUpper(begins + passed) ? upper : none) },
      { from, to, line, at: () => wrong },
    ],
    expectations: [
      atMost(4, 'a second level, new', begins, begins + 72 * HOUR_MS),
      fewTimes('200 ms on top of both levels', from, to, 2),
    ],
  });
};

export const TWO_MODES: Readonly<Record<string, TellStory>> = {
  'two modes: two addresses in turn': twoAddresses,
  'two modes: a second level begins': twoLevels,
};
