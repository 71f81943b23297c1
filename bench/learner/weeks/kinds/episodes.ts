/** Trouble that comes once: plain on its line, long enough to matter, and over again or there to stay. */

import { HOUR_MS, MINUTE_MS } from '../../../../src/core/base/durations.ts';
import { fewTimes, once } from '../expectations.ts';
import { plainStory } from '../habits.ts';
import type { Setting, TellStory, TimedTrouble } from '../story.ts';
import { scaled, trouble } from '../trouble.ts';
import { clearTrouble, type TroubleKind } from '../trouble-size.ts';

interface Shape {
  readonly kind: TroubleKind;
  readonly hours: readonly [number, number];
  readonly intervals?: readonly number[];
  /** Minutes until it is at its full size. */
  readonly onset?: readonly [number, number];
}

/** Four of them in twelve days, at any hour. */
function episodes({ kind, hours, intervals = [4, 5, 10], onset = [0, 0] }: Shape): TellStory {
  return (setting) => {
    const { random, clock } = setting;
    const line = setting.line(random.pick(['fibre', 'cable', 'wifi', 'cellular'] as const));
    const intervalMs = random.pick(intervals) * MINUTE_MS;
    const shownBy = kind === 'bandwidth' ? 'full runs' : 'every run';
    const spans = [3, 5, 8, 11].map((day) => {
      const from = clock.at(day, random.between(0, 900)) + random.between(0, 3) * HOUR_MS;
      const wrong = clearTrouble(random, kind, line.traits);
      const risesMs = random.between(...onset) * MINUTE_MS + 1;
      const to = from + Math.max(6 * intervalMs, random.between(...hours) * HOUR_MS);
      return { from, to, line, at: (passed: number) => scaled(wrong, Math.min(1, 0.2 + passed / risesMs)) };
    });
    return plainStory(random, clock, line, {
      days: 13,
      intervalMs,
      ...(kind === 'bandwidth' && {
        fullRuns: { everyMs: random.between(0.1, 0.4) * HOUR_MS, whenWorse: false },
      }),
      troubles: spans,
      expectations: spans.map(({ from, to }) => once(kind, from, to, shownBy)),
    });
  };
}

function flapping(setting: Setting) {
  const { random, clock } = setting;
  const line = setting.line(random.pick(['fibre', 'cable', 'wifi'] as const));
  const intervalMs = random.pick([2, 3, 5]) * MINUTE_MS;
  const wrong = clearTrouble(random, random.pick(['delay', 'loss'] as const), line.traits, 2);
  const from = clock.at(4, random.between(0, 900));
  const to = from + random.between(3, 6) * HOUR_MS;
  const troubles: TimedTrouble[] = [];
  for (let time = from; time < to; time += random.whole(4, 7) * intervalMs) {
    const until = time + random.whole(4, 7) * intervalMs;
    troubles.push({ from: time, to: until, line, at: () => wrong });
    time = until;
  }
  return plainStory(random, clock, line, {
    intervalMs,
    troubles,
    expectations: [fewTimes('a line that comes and goes', from, troubles.at(-1)?.to ?? to, 4)],
  });
}

function permanent(setting: Setting) {
  const { random, clock } = setting;
  const line = setting.line(random.pick(['fibre', 'cable', 'wifi'] as const));
  const kind = random.pick(['delay', 'jitter'] as const);
  const wrong = clearTrouble(random, kind, line.traits);
  const [from, end] = [clock.at(4, random.between(0, 1440)), clock.at(14, 0)];
  return plainStory(random, clock, line, {
    days: 14,
    troubles: [{ from, to: end, line, at: () => wrong }],
    expectations: [once(`${kind}, for good`, from, end)],
  });
}

/** Somebody's backup fills the line all afternoon. */
function bufferbloat(setting: Setting) {
  const { random, clock } = setting;
  const line = setting.line('cable', { serviceMs: random.between(3, 5), bufferMs: random.between(150, 500) });
  const spans = [3, 6, 9].map((day) => {
    const from = clock.at(day, random.between(720, 900));
    const wrong = trouble({ crossTraffic: random.between(0.96, 0.985) });
    return { from, to: from + random.between(1.5, 5) * HOUR_MS, line, at: () => wrong };
  });
  return plainStory(random, clock, line, {
    days: 11,
    troubles: spans,
    expectations: spans.map(({ from, to }) => once('a full line', from, to)),
  });
}

export const EPISODES: Readonly<Record<string, TellStory>> = {
  'episodes: round trip': episodes({ kind: 'delay', hours: [0.5, 10] }),
  'episodes: round trip, a run every 30 min': episodes({
    kind: 'delay',
    hours: [3, 10],
    intervals: [20, 30],
  }),
  'episodes: bufferbloat': bufferbloat,
  'episodes: a slow start': episodes({ kind: 'congestion', hours: [1, 6], onset: [5, 20] }),
  'episodes: bursts of loss': episodes({ kind: 'loss', hours: [0.5, 4] }),
  'episodes: bandwidth': episodes({ kind: 'bandwidth', hours: [3, 8] }),
  'episodes: jitter alone': episodes({ kind: 'jitter', hours: [0.5, 6] }),
  'episodes: flapping': flapping,
  'episodes: for good': permanent,
};
