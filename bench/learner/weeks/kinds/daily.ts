/** What comes again at its hour: told while it is news, normal afterwards; anything else at that hour is news. */

import { HOUR_MS, MINUTE_MS } from '../../../../src/core/base/durations.ts';
import { once } from '../expectations.ts';
import { daytime, fullRunsFor, plainStory } from '../habits.ts';
import { createLocalClock, type LocalClock } from '../local-clock.ts';
import { type Recurring, recur } from '../recurring.ts';
import type { Setting, Story, TellStory } from '../story.ts';
import { clearTrouble, TROUBLE_KINDS, type TroubleKind } from '../trouble-size.ts';

const ANY: readonly TroubleKind[] = [...TROUBLE_KINDS, 'bandwidth'];

interface Shape extends Partial<Pick<Recurring, 'isDay'>> {
  readonly days: number;
  readonly fromHour: readonly [number, number];
  readonly hours: readonly number[];
  readonly kinds?: readonly TroubleKind[];
  readonly intervals?: readonly number[];
  readonly awake?: (setting: Setting) => Story['isAwake'];
  /** Minutes by which it begins earlier or later from day to day. */
  readonly early?: number;
  readonly clock?: (setting: Setting) => LocalClock;
}

function daily(shape: Shape): TellStory {
  return (setting) => {
    const { random } = setting;
    const clock = shape.clock?.(setting) ?? setting.clock;
    const line = setting.line(random.pick(['fibre', 'cable', 'wifi'] as const));
    const recurring = recur(random, clock, {
      days: shape.days,
      isDay: shape.isDay ?? (() => true),
      fromMinute: Math.round(random.between(...shape.fromHour) * 60),
      minutes: random.pick(shape.hours) * 60,
      early: shape.early ?? 4,
      wrong: clearTrouble(random, random.pick(shape.kinds ?? ANY), line.traits),
    });
    const intervalMs = random.pick(shape.intervals ?? [5, 10]) * MINUTE_MS;
    return plainStory(random, clock, line, {
      days: shape.days,
      intervalMs,
      fullRuns: fullRunsFor(random, intervalMs),
      ...(shape.awake && { isAwake: shape.awake(setting) }),
      ...recurring,
    });
  };
}

const isWorkday: Recurring['isDay'] = ({ weekday }) => weekday < 5;

/** Start of each fortnight before its clocks change; both directions, both hemispheres, half hours. */
const CHANGES = [
  ['Europe/Berlin', '2024-10-14'],
  ['Europe/Berlin', '2025-03-17'],
  ['America/New_York', '2024-10-21'],
  ['America/New_York', '2025-02-24'],
  ['Australia/Sydney', '2024-09-23'],
  ['Australia/Adelaide', '2025-03-24'],
  ['Australia/Lord_Howe', '2024-09-23'],
] as const;

/** At the usual hour, on a day when it has long been usual, something three times as bad as the usual. */
const otherSize: TellStory = (setting) => {
  const story = daily({ days: 16, fromHour: [0, 21], hours: [1.5, 2.5], kinds: ['delay', 'jitter', 'loss'] })(
    setting,
  );
  const { random, clock } = setting;
  const day = random.whole(9, 13);
  const usual = story.troubles.find(({ from }) => clock.momentOf(from + HOUR_MS / 4).day === day);
  if (!usual) throw new Error('nothing usual on that day');
  const from = usual.from + random.between(5, 20) * MINUTE_MS;
  const wrong = usual.at(0);
  const more = {
    ...wrong,
    addedDelayMs: wrong.addedDelayMs * 3,
    scatterMs: wrong.scatterMs * 3,
    lossRatio: wrong.lossRatio * 3,
  };
  return {
    ...story,
    troubles: [...story.troubles, { from, to: usual.to, line: undefined, at: () => more }],
    expectations: [...story.expectations, once('four times the usual at the usual hour', from, usual.to)],
  };
};

export const DAILY: Readonly<Record<string, TellStory>> = {
  'daily: an hour every night': daily({ days: 21, fromHour: [0, 23], hours: [1] }),
  'daily: half an hour or two and a half': daily({ days: 21, fromHour: [0, 21], hours: [0.5, 2.5] }),
  'daily: evenings at a run every 30 or 60 min': daily({
    days: 28,
    fromHour: [18, 20],
    hours: [2, 3, 4],
    intervals: [30, 60],
    awake: ({ random }) => daytime(random),
  }),
  'daily: evenings at a run every 30 or 60 s': daily({
    days: 6,
    fromHour: [18, 20],
    hours: [1, 2],
    intervals: [0.5, 1, 1],
  }),
  'daily: work days only': daily({
    days: 35,
    fromHour: [9, 15],
    hours: [1, 2, 3],
    intervals: [5, 10, 15],
    isDay: isWorkday,
  }),
  'daily: VPN on work days': daily({
    days: 28,
    fromHour: [8, 9.5],
    hours: [8, 9],
    kinds: ['delay'],
    intervals: [5, 10, 15],
    isDay: isWorkday,
    early: 15,
    awake: ({ random }) => daytime(random),
  }),
  'daily: over a change of the clocks': daily({
    days: 28,
    fromHour: [7, 21],
    hours: [1, 2],
    intervals: [5, 10],
    clock: ({ random }) => {
      const [timezone, firstDay] = random.pick(CHANGES);
      return createLocalClock(timezone, firstDay);
    },
  }),
  'daily: another size at that hour': otherSize,
};
