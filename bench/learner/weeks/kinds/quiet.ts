/** Weeks in which nobody wants to hear a word. */

import { HOUR_MS, MINUTE_MS } from '../../../../src/core/base/durations.ts';
import { atMost, once } from '../expectations.ts';
import { at, daytime, plainStory } from '../habits.ts';
import type { LocalMoment } from '../local-clock.ts';
import type { TellStory } from '../story.ts';
import { clearTrouble } from '../trouble-size.ts';

function quiet(intervalMinutes: number, days: number): TellStory {
  return ({ random, clock, line }) =>
    plainStory(random, clock, line(random.pick(['fibre', 'cable', 'wifi', 'cellular'] as const)), {
      days,
      intervalMs: intervalMinutes * MINUTE_MS,
    });
}

/** Quiet, but one run in thirty is far off, as on a busy device. */
const heavyTails: TellStory = ({ random, clock, line }) =>
  plainStory(
    random,
    clock,
    line(random.pick(['cable', 'wifi'] as const), {
      hiccups: random.between(0.02, 0.05),
      contention: random.between(0.1, 0.3),
      contentionMs: random.between(6, 14),
      contentionTail: random.between(1.05, 1.4),
      loadSpread: random.between(0.8, 1.2),
    }),
    { days: 14, intervalMs: random.pick([3, 5]) * MINUTE_MS },
  );

type Where = 'home' | 'office' | 'cafe' | 'train';

/** A life of four places; which days the cafe and the train see is drawn once. */
function whereabouts(random: Parameters<TellStory>[0]['random']): (moment: LocalMoment) => Where {
  const days = Array.from({ length: 7 }, () => ({
    cafe: random.chance(0.4),
    leaves: random.between(470, 540),
  }));
  return ({ day, weekday, minute }) => {
    const today = days[day % days.length];
    if (!today) return 'home';
    if (weekday >= 5) return today.cafe && minute > 640 && minute < 760 ? 'cafe' : 'home';
    if (minute < today.leaves || minute > 1110) return 'home';
    if (minute < today.leaves + 45 || minute > 1065) return 'train';
    return today.cafe && minute > 740 && minute < 830 ? 'cafe' : 'office';
  };
}

const roaming: TellStory = (setting) => {
  const { random, clock } = setting;
  const lines = {
    home: setting.line('wifi'),
    office: setting.line('fibre'),
    cafe: setting.line('wifi'),
    train: setting.line('cellular'),
  };
  const where = whereabouts(random);
  return plainStory(random, clock, lines.home, {
    days: 14,
    intervalMs: random.pick([3, 5]) * MINUTE_MS,
    isAwake: daytime(random),
    placeAt: (_, moment) => at(lines[where(moment)], where(moment)),
  });
};

/** Home and a cafe of the same provider, which the key cannot tell apart; and a real trouble at home. */
const coarseKey: TellStory = (setting) => {
  const { random, clock } = setting;
  const way = random.between(10, 25);
  const home = setting.line('cable', { wayMs: way });
  const cafe = setting.line('wifi', { wayMs: way + random.between(20, 45) });
  const [from, to] = [random.between(600, 700), random.between(760, 840)];
  const bad = clock.at(12, 1080 + random.between(0, 60));
  const badEnd = bad + 3 * HOUR_MS;
  const wrong = clearTrouble(random, 'delay', cafe.traits, 3);
  return plainStory(random, clock, home, {
    days: 14,
    isAwake: daytime(random),
    placeAt: (_, { day, minute }) => at(day % 2 === 1 && minute >= from && minute < to ? cafe : home),
    troubles: [{ from: bad, to: badEnd, line: home, at: () => wrong }],
    expectations: [
      atMost(3, 'the cafe, new', clock.at(0, 0), clock.at(6, 0)),
      once('trouble at home', bad, badEnd),
    ],
  });
};

/** Two servers of which now this and now that is the best. */
const movingServers: TellStory = (setting) => {
  const { random, clock } = setting;
  const access = random.pick(['fibre', 'cable'] as const);
  const way = random.between(10, 30);
  const lines = {
    near: setting.line(access, { wayMs: way }),
    far: setting.line(access, { wayMs: way + random.between(5, 60) }),
  };
  const stays = Array.from({ length: 400 }, () => random.chance(0.35));
  const hours = random.pick([0.2, 1, 6]);
  return plainStory(random, clock, lines.near, {
    days: 10,
    placeAt: (time) =>
      stays[Math.floor(time / (hours * HOUR_MS)) % stays.length]
        ? at(lines.far, 'home', 'turn-b')
        : at(lines.near),
    expectations: [atMost(1, 'the other server, new', clock.at(0, 0), clock.at(2, 0))],
  });
};

export const QUIET: Readonly<Record<string, TellStory>> = {
  'quiet: every 30 s': quiet(0.5, 2),
  'quiet: every 5 min': quiet(5, 14),
  'quiet: every 30 min': quiet(30, 28),
  'quiet: every hour': quiet(60, 28),
  'quiet: heavy tails': heavyTails,
  'quiet: home, office, cafe and train': roaming,
  'quiet: two networks under one key': coarseKey,
  'quiet: servers change places': movingServers,
};
