/** Runs that do not get through: what is nothing, and what is an outage. */

import { HOUR_MS, MINUTE_MS } from '../../../../src/core/base/durations.ts';
import type { Random } from '../../random.ts';
import { atMost, once } from '../expectations.ts';
import { plainStory } from '../habits.ts';
import { recur } from '../recurring.ts';
import type { Setting, Story, TellStory, TimedTrouble } from '../story.ts';
import { trouble } from '../trouble.ts';
import { clearTrouble } from '../trouble-size.ts';
import type { Expectation } from '../week.ts';

const DOWN = trouble({ down: true });

function onAnyLine(tell: (setting: Setting) => Partial<Story>): TellStory {
  return (setting) => {
    const { random, clock } = setting;
    const line = setting.line(random.pick(['fibre', 'cable', 'wifi', 'cellular'] as const));
    return plainStory(random, clock, line, tell(setting));
  };
}

/** Never two within the hour: those could be an outage. */
function alone(random: Random, probability: number): Story['fails'] {
  let failedAt = Number.NEGATIVE_INFINITY;
  return (at) => {
    if (at - failedAt < HOUR_MS || !random.chance(probability)) return false;
    failedAt = at;
    return true;
  };
}

/** Two runs at least that fail in a row could be told; three have to be. */
const outages = onAnyLine(({ random, clock }) => {
  const intervalMs = random.pick([1, 3, 5]) * MINUTE_MS;
  const days = [2, 4, 6];
  const spans = days.map((day) => {
    const from = clock.at(day, random.between(8 * 60, 16 * 60));
    return { from, to: from + Math.max(5 * intervalMs, random.between(10, 240) * MINUTE_MS) };
  });
  return {
    days: 8,
    intervalMs,
    troubles: spans.map((span): TimedTrouble => ({ ...span, line: undefined, at: () => DOWN })),
    expectations: spans.map(({ from, to }): Expectation => once('an outage', from, to)),
  };
});

/** A device that freezes, a packet storm: one run is bad and the next is as ever. */
const spikes: TellStory = (setting) => {
  const { random, clock } = setting;
  const line = setting.line(random.pick(['fibre', 'cable', 'wifi'] as const));
  const intervalMs = random.pick([3, 5, 10]) * MINUTE_MS;
  const troubles = Array.from({ length: 12 }, (_, index): TimedTrouble => {
    const from = clock.at(index >> 1, (index % 2) * 720 + random.between(60, 600));
    const wrong = clearTrouble(
      random,
      random.pick(['delay', 'jitter', 'loss'] as const),
      line.traits,
      random.between(2, 6),
    );
    return { from, to: from + intervalMs, line, at: () => wrong };
  });
  return plainStory(random, clock, line, { intervalMs, troubles });
};

/** One measurement of bandwidth goes wrong, between two that do not. */
const singlePoorFullRun: TellStory = (setting) => {
  const { random, clock } = setting;
  const line = setting.line('cable');
  const everyMs = random.between(0.5, 2) * HOUR_MS;
  const from = clock.at(4, random.between(400, 1200));
  const wrong = trouble({ capacityShare: 80 / line.traits.capacityKbps });
  const troubles = [{ from, to: from + everyMs, line, at: () => wrong }];
  return plainStory(random, clock, line, { fullRuns: { everyMs, whenWorse: false }, troubles });
};

export const FAILURES: Readonly<Record<string, TellStory>> = {
  'failures: one run in 190': onAnyLine(({ random }) => ({ fails: alone(random, 1 / 190), days: 10 })),
  'failures: one each night': onAnyLine(({ random, clock }) => {
    const intervalMs = 5 * MINUTE_MS;
    const minute = random.between(60, 300);
    const nights = Array.from({ length: 14 }, (_, day) => clock.at(day, minute));
    const isThen = (at: number) => nights.some((night) => at >= night && at < night + intervalMs);
    return { days: 14, intervalMs, fails: isThen };
  }),
  'failures: one in twenty': onAnyLine(({ random, clock }) => ({
    fails: () => random.chance(1 / 20),
    expectations: [atMost(3, 'a line that often fails', clock.at(0, 0), clock.at(7, 0))],
  })),
  "failures: the provider's nightly reconnection": onAnyLine(({ random, clock }) => ({
    days: 10,
    intervalMs: random.pick([1, 2, 2]) * MINUTE_MS,
    ...recur(random, clock, {
      days: 10,
      isDay: () => true,
      fromMinute: random.between(120, 330),
      minutes: random.between(1, 4),
      early: 0.2,
      wrong: DOWN,
    }),
  })),
  'failures: the TURN server restarts': onAnyLine(({ random, clock }) => ({
    intervalMs: 3 * MINUTE_MS,
    troubles: [1, 2, 4, 5].map((day): TimedTrouble => {
      const from = clock.at(day, random.between(0, 1400));
      return { from, to: from + random.between(0.3, 2.5) * MINUTE_MS, line: undefined, at: () => DOWN };
    }),
  })),
  'failures: outages': outages,
  'failures: single spikes': spikes,
  'failures: one full run of 80 kbit/s': singlePoorFullRun,
};
