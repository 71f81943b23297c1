/** What creeps in and stays: told while it comes, normal once it stands, and a rise on top is news again. */

import { HOUR_MS } from '../../../../src/core/base/durations.ts';
import { creeping, once } from '../expectations.ts';
import { plainStory } from '../habits.ts';
import type { Setting, Story, TellStory } from '../story.ts';
import { type Trouble, trouble } from '../trouble.ts';
import { clearTrouble } from '../trouble-size.ts';

function drift(draw: (setting: Setting) => { hours: number; full: Trouble; least: 0 | 1 }): TellStory {
  return (setting): Story => {
    const { random, clock } = setting;
    const line = setting.line(random.pick(['fibre', 'cable', 'wifi'] as const));
    const { hours, full, least } = draw(setting);
    const from = clock.at(3, random.between(0, 1440));
    const flat = from + hours * HOUR_MS;
    const rise = flat + random.between(72, 96) * HOUR_MS;
    const riseEnd = rise + random.between(2, 6) * HOUR_MS;
    // Plain beside what the line has become.
    const onTop = clearTrouble(random, 'delay', line.traits, 3);
    const end = clock.at(13, 0);
    return plainStory(random, clock, line, {
      days: 13,
      troubles: [
        { from, to: end, line, at: (passed) => partOf(full, Math.min(1, passed / (hours * HOUR_MS))) },
        { from: rise, to: riseEnd, line, at: () => onTop },
      ],
      expectations: [creeping('a drift', from, flat, least), once('a rise after the drift', rise, riseEnd)],
    });
  };
}

function partOf(full: Trouble, part: number): Trouble {
  return { ...full, addedDelayMs: full.addedDelayMs * part, lossRatio: full.lossRatio * part };
}

export const DRIFTS: Readonly<Record<string, TellStory>> = {
  'drift: 2 ms an hour for 60 h': drift(({ random }) => {
    const hours = random.between(50, 66);
    return { hours, full: trouble({ addedDelayMs: hours * random.between(1.8, 2.4) }), least: 1 };
  }),
  'drift: slower': drift(({ random }) => {
    const hours = random.between(80, 110);
    return { hours, full: trouble({ addedDelayMs: hours * random.between(0.3, 0.8) }), least: 0 };
  }),
  'drift: loss': drift(({ random }) => {
    const hours = random.between(30, 60);
    return { hours, full: trouble({ lossRatio: random.between(0.04, 0.07) }), least: 1 };
  }),
};
