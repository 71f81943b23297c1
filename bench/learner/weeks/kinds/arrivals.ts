/** What is only seen now and then, or from the first moment on. */

import { HOUR_MS, MINUTE_MS } from '../../../../src/core/base/durations.ts';
import { once } from '../expectations.ts';
import { at, daytime, fullRunsFor, plainStory } from '../habits.ts';
import type { TellStory } from '../story.ts';
import { trouble } from '../trouble.ts';
import { clearTrouble } from '../trouble-size.ts';

/** A tenth is left for a day, and only one run in many measures it. */
const bandwidthDay: TellStory = (setting) => {
  const { random, clock } = setting;
  const line = setting.line(random.pick(['fibre', 'cable', 'wifi'] as const));
  const from = clock.at(random.whole(4, 7), random.between(0, 1440));
  const to = from + random.between(20, 30) * HOUR_MS;
  const wrong = trouble({ capacityShare: random.between(0.07, 0.12) });
  return plainStory(random, clock, line, {
    days: 11,
    fullRuns: { everyMs: random.between(1, 4) * HOUR_MS, whenWorse: random.chance(0.5) },
    troubles: [{ from, to, line, at: () => wrong }],
    expectations: [once('a tenth of the bandwidth for a day', from, to, 'full runs')],
  });
};

/** Office by day, home in the evening; one evening the line at home is bad before its owner comes. */
const homeToBadLine: TellStory = (setting) => {
  const { random, clock } = setting;
  const [office, home] = [setting.line('fibre'), setting.line(random.pick(['cable', 'wifi'] as const))];
  const [leaves, returns] = [random.between(480, 560), random.between(1020, 1110)];
  const intervalMs = random.pick([3, 5, 10]) * MINUTE_MS;
  const kind = random.pick(['delay', 'jitter', 'bandwidth', 'congestion'] as const);
  const day = random.pick([7, 8, 9, 10]);
  const arrival = clock.at(day, returns);
  const to = arrival + random.between(3.5, 12) * HOUR_MS;
  const wrong = clearTrouble(random, kind, home.traits, random.between(1.3, 2.5));
  const fullRuns =
    kind === 'bandwidth'
      ? { everyMs: random.between(0.5, 1) * HOUR_MS, whenWorse: true }
      : fullRunsFor(random, intervalMs);
  return plainStory(random, clock, home, {
    days: 12,
    intervalMs,
    isAwake: daytime(random),
    fullRuns,
    placeAt: (_, { weekday, minute }) =>
      weekday < 5 && minute >= leaves && minute < returns ? at(office, 'office') : at(home),
    troubles: [{ from: arrival - random.between(1, 4) * HOUR_MS, to, line: home, at: () => wrong }],
    expectations: [
      once(`home to a bad line (${kind})`, arrival, to, kind === 'bandwidth' ? 'full runs' : 'every run'),
    ],
  });
};

export const ARRIVALS: Readonly<Record<string, TellStory>> = {
  'bandwidth: a tenth for a day': bandwidthDay,
  'arrival: home to a line that is bad already': homeToBadLine,
};
