/** Lines that are so: nothing happens on them, and they are not what one would wish for. */
import { atMost } from '../expectations.ts';
import { plainStory } from '../habits.ts';
import type { Access, LineTraits } from '../line-traits.ts';
import type { Setting, TellStory } from '../story.ts';

const DAYS = 10;

function property(what: string, access: Access, draw: (setting: Setting) => Partial<LineTraits>): TellStory {
  return (setting) => {
    const { random, clock } = setting;
    const line = setting.line(access, draw(setting));
    const expectations = [atMost(2, what, clock.at(0, 0), clock.at(DAYS, 0))];
    return plainStory(random, clock, line, { days: DAYS, expectations });
  };
}

export const PROPERTIES: Readonly<Record<string, TellStory>> = {
  'property: jitter of 21 to 40 ms': property('always so much jitter', 'wifi', ({ random }) => ({
    scatterMs: random.between(26, 32),
    scatterSpread: random.between(0.1, 0.2),
    radioMinutes: random.between(2, 90),
  })),
  'property: satellite': property('always a satellite', 'cable', ({ random }) => ({
    wayMs: random.chance(0.5) ? random.between(20, 35) : random.between(560, 620),
    wayWanderMs: random.between(4, 9),
    // Its beam and its way change every few minutes.
    radioMinutes: random.between(1, 4),
    scatterMs: random.between(28, 38),
    scatterSpread: 0.18,
  })),
  // Another satellite every few minutes, each with a way of its own, and a few packets lost in between.
  'property: low satellites': property('always low satellites', 'cable', ({ random }) => ({
    wayMs: random.between(24, 45),
    wayWanderMs: random.between(2, 5),
    radioMinutes: random.between(10, 60),
    handoversPerHour: random.between(8, 30),
    cellMs: random.between(5, 14),
    scatterMs: random.between(4, 9),
    lossRatio: random.between(0.003, 0.008),
    lossRunProbes: random.between(2, 5),
  })),
  'property: round trip about 250 ms': property('always far away', 'cable', ({ random }) => ({
    wayMs: random.between(243, 252),
    wayWanderMs: random.between(1, 4),
  })),
  'property: loss about 1 %': property('always some loss', 'wifi', ({ random }) => ({
    lossRatio: random.between(0.007, 0.012),
    lossSpread: random.between(0.2, 0.4),
  })),
  'property: bandwidth about 100 kbit/s': property('always so little bandwidth', 'cable', ({ random }) => ({
    capacityKbps: random.between(100, 125),
    throughputError: random.between(0.05, 0.1),
  })),
};
