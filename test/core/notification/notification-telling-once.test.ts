/** What a person has heard once: on the other of two networks that take turns, and of trouble that never was quite over. */
import { expect, test } from 'playwright/test';
import { decideNotification, type PolicyInput } from '../../../src/core/notification/notification-policy.ts';
import { notificationPreferences } from '../../../src/core/notification/notification-preferences.ts';
import {
  INITIAL_NOTIFICATIONS,
  type NotificationState,
} from '../../../src/core/notification/notification-state.ts';
import { toldOf } from '../../../src/core/notification/policy-action.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';

const MINUTE = 60_000;
const START = 1_700_000_000_000;
const preferences = notificationPreferences(DEFAULT_SETTINGS.notifications, null);

interface Step {
  readonly minute: number;
  readonly network?: string;
  /** Minute since which the learner finds it abnormal; absent: it does not. */
  readonly since?: number;
  /** Whether it is beyond the fixed limits. */
  readonly beyond?: boolean;
  readonly outage?: boolean;
  /** The metric that is abnormal. */
  readonly metric?: string;
  readonly familiar?: boolean;
}

function play(steps: readonly Step[]): string[] {
  let state: NotificationState = INITIAL_NOTIFICATIONS;
  return steps.map(
    ({ minute, network = 'home', since, beyond = false, outage = false, metric, familiar = false }) => {
      const input: PolicyInput = {
        now: START + minute * MINUTE,
        localMinute: minute % 1440,
        deviceId: 'device',
        network,
        summaryCode: outage ? 10 : since !== undefined || beyond || familiar ? 65 : 95,
        connectivityCode: outage ? 1 : 3,
        codeByLimits: outage ? 10 : beyond ? 65 : 95,
        abnormal: since !== undefined,
        ...(since !== undefined && { abnormalSince: START + since * MINUTE }),
        ...(metric !== undefined && { abnormalMetric: metric }),
        familiar,
        outage,
      };
      const decision = decideNotification(state, input, preferences);
      state = JSON.parse(JSON.stringify(decision.state)) as NotificationState;
      return toldOf(decision.action);
    },
  );
}

test('trouble of two networks that take turns is told once', () => {
  const four = { network: 'home over IPv4' };
  const six = { network: 'home over IPv6' };
  expect(
    play([
      { minute: 0, ...four },
      { minute: 5, ...six },
      { minute: 10, ...four, since: 10 },
      { minute: 15, ...six, since: 15 },
      { minute: 90, ...four, since: 90 },
      { minute: 95, ...six, since: 95 },
    ]),
  ).toEqual(['good', 'good', 'degraded', 'told', 'told', 'told']);
});

test('an outage is told on either of them', () => {
  expect(
    play([
      { minute: 0, network: 'one' },
      { minute: 5, network: 'other', since: 5 },
      { minute: 10, network: 'one', outage: true },
    ]),
  ).toEqual(['good', 'degraded', 'worse']);
});

test('who comes from one bad network to another is told of both', () => {
  expect(
    play([
      { minute: 0, network: 'office' },
      { minute: 500, network: 'cafe', since: 500 },
      { minute: 530, network: 'office', since: 530 },
    ]),
  ).toEqual(['good', 'degraded', 'degraded']);
});

test('what began before the last telling and never was quite over is not told again', () => {
  const again = (since: number) =>
    play([{ minute: 0, since: 0 }, { minute: 5 }, { minute: 10 }, { minute: 120, since }]).at(-1);
  expect(again(0)).toBe('told');
  expect(again(115)).toBe('degraded');
});

test('on a network that is usually beyond the limits, what is worse than that is told', () => {
  const usual = Array.from({ length: 40 }, (_, index) => ({ minute: 5 * index, beyond: true }));
  const told = play([...usual, { minute: 400, beyond: true, since: 400 }]);
  expect(told.slice(0, -1).filter((word) => word === 'degraded')).toHaveLength(1);
  expect(told.at(-2)).toBe('told');
  expect(told.at(-1)).toBe('degraded');
});

test('what the cool-down kept back is told by a run that is sure of it, not by one that only is not over', () => {
  const kept = [{ minute: 0, since: 0 }, { minute: 5 }, { minute: 20, since: 20 }];
  expect(play([...kept, { minute: 70, beyond: true }]).slice(1)).toEqual(['good', 'cool-down', 'unsure']);
  expect(play([...kept, { minute: 70, since: 20 }]).at(-1)).toBe('degraded');
});

test('after a time of calm trouble is told again although the cool-down has grown, but not within the hour', () => {
  const trouble = (from: number) => [0, 5, 10].map((minute) => ({ minute: from + minute, since: from }));
  const good = (from: number, to: number) =>
    Array.from({ length: (to - from) / 5 }, (_, index) => ({ minute: from + 5 * index }));
  const day = (...starts: readonly number[]) =>
    play(
      starts.flatMap((start, index) => [
        ...trouble(start),
        ...good(start + 15, starts[index + 1] ?? start + 60),
      ]),
    ).flatMap((word, index) => (word === 'degraded' ? [index * 5 + (starts[0] ?? 0)] : []));
  expect(day(0, 65, 180, 360)).toEqual([0, 65, 180, 360]);
  expect(day(0, 25, 50, 75, 100, 125, 150, 175)).toEqual([0, 60]);
  expect(day(0, 40)).toEqual([0]);
});

test('on a network that is usually beyond the limits each trouble that is worse is told', () => {
  const usual = (from: number, runs: number) =>
    Array.from({ length: runs }, (_, index) => ({ minute: from + 5 * index, beyond: true }));
  const worse = (from: number) => usual(from, 6).map((step) => ({ ...step, since: from }));
  const told = play([...usual(0, 80), ...worse(400), ...usual(430, 200), ...worse(1430), ...usual(1460, 5)]);
  expect(told.flatMap((word, index) => (word === 'degraded' ? [5 * index] : [])).slice(1)).toEqual([
    400, 1430,
  ]);
});

test('what is familiar is usual, and tells nothing', () => {
  expect(play([{ minute: 0 }, { minute: 5, familiar: true }, { minute: 10, since: 10 }])).toEqual([
    'good',
    'usual',
    'degraded',
  ]);
});

test('trouble of another kind needs no longer calm than the first did', () => {
  const earlier = [0, 70, 150].flatMap((minute) => [
    { minute, since: minute, metric: 'roundTripTimeMs' },
    { minute: minute + 5 },
  ]);
  const last = (metric: string) => play([...earlier, { minute: 213, since: 213, metric }]).at(-1);
  expect(last('lossRatio')).toBe('degraded');
  expect(last('roundTripTimeMs')).toBe('cool-down');
});

test('a network that is always bad keeps no trouble of another one back', () => {
  const satellite = Array.from({ length: 40 }, (_, index) => ({
    minute: 5 * index,
    network: 'satellite',
    beyond: true,
  }));
  expect(
    play([
      { minute: 0, network: 'home' },
      ...satellite,
      { minute: 200, network: 'home' },
      { minute: 205, network: 'home', since: 205 },
    ]).at(-1),
  ).toBe('degraded');
});
