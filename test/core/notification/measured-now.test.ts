import { expect, test } from 'playwright/test';
import {
  decideNotification,
  type MeasuredNow,
  type PolicyInput,
} from '../../../src/core/notification/notification-policy.ts';
import { notificationPreferences } from '../../../src/core/notification/notification-preferences.ts';
import { INITIAL_NOTIFICATIONS } from '../../../src/core/notification/notification-state.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';

const preferences = notificationPreferences(DEFAULT_SETTINGS.notifications, null);
const ALL: MeasuredNow = { roundTripTime: true, jitter: true, loss: true, throughput: true };
const NOTHING: MeasuredNow = { roundTripTime: false, jitter: false, loss: false, throughput: false };

/** A run every five minutes. */
function kinds(runs: readonly Partial<PolicyInput>[]): string[] {
  let state = INITIAL_NOTIFICATIONS;
  return runs.map((run, index) => {
    const input: PolicyInput = {
      now: 1_700_000_000_000 + index * 300_000,
      localMinute: 600 + index,
      deviceId: 'device',
      network: 'home',
      summaryCode: 95,
      connectivityCode: 3,
      codeByLimits: run.summaryCode ?? 95,
      abnormal: false,
      outage: false,
      measured: ALL,
      confirmed: true,
      ...run,
    };
    const decision = decideNotification(state, input, preferences);
    state = decision.state;
    return decision.action.kind;
  });
}

const failed = { summaryCode: 10, connectivityCode: 1, measured: NOTHING } as const;
const outage = { ...failed, outage: true } as const;

test('a run that failed alone is not told, and one that could not be made is no failure', () => {
  expect(kinds([{}, failed, {}])).toEqual(['none', 'none', 'none']);
  expect(kinds([{}, failed, outage, outage])).toEqual(['none', 'none', 'notify', 'none']);
  expect(kinds([{}, { ...outage, confirmed: false }, {}])).toEqual(['none', 'none', 'none']);
});

test('a run that measured no quality is no sample of the codes that it repeats', () => {
  const red = { summaryCode: 20 } as const;
  const repeated = { ...red, measured: NOTHING };
  expect(kinds([red, repeated, repeated, repeated])).toEqual(['none', 'none', 'none', 'none']);
  expect(kinds([red, repeated, red])).toEqual(['none', 'none', 'notify']);
});

test('a run that measured no quality ends no episode but that of an outage', () => {
  const red = { summaryCode: 20 } as const;
  const good = { measured: NOTHING };
  expect(kinds([red, red, good, good])).toEqual(['none', 'notify', 'none', 'none']);
  expect(kinds([outage, good])).toEqual(['notify', 'clear']);
});
