import { expect, test } from 'playwright/test';
import { decideNotification, type PolicyInput } from '../../../src/core/notification/notification-policy.ts';
import {
  notificationPreferences,
  snoozeUntil,
} from '../../../src/core/notification/notification-preferences.ts';
import {
  INITIAL_NOTIFICATIONS,
  type NotificationState,
} from '../../../src/core/notification/notification-state.ts';
import type { PolicyAction } from '../../../src/core/notification/policy-action.ts';
import type { SummaryCode } from '../../../src/core/sct/sct-codes.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';

const MINUTE = 60_000;
const preferences = notificationPreferences(DEFAULT_SETTINGS.notifications, null);

interface Step {
  readonly code: SummaryCode;
  /** Minutes since the first run; 5 after the one before when not given. */
  readonly minute?: number;
  readonly network?: string;
  readonly outage?: boolean;
  readonly abnormal?: boolean;
}

/** Feeds the runs one after the other, through JSON as storage does. */
function play(steps: readonly (Step | SummaryCode)[], chosen = preferences, from = INITIAL_NOTIFICATIONS) {
  let state: NotificationState = from;
  let minute = -5;
  const actions: PolicyAction[] = [];
  const ids: string[] = [];
  for (const each of steps) {
    const step: Step = typeof each === 'number' ? { code: each } : each;
    minute = step.minute ?? minute + 5;
    const input: PolicyInput = {
      now: 1_700_000_000_000 + minute * MINUTE,
      localMinute: minute % 1440,
      deviceId: 'device',
      network: step.network ?? 'home',
      summaryCode: step.code,
      connectivityCode: step.outage ? 1 : 3,
      codeByLimits: step.abnormal && step.code > 40 ? 95 : step.code,
      abnormal: step.abnormal ?? false,
      outage: step.outage ?? false,
    };
    const decision = decideNotification(state, input, chosen);
    state = JSON.parse(JSON.stringify(decision.state)) as NotificationState;
    actions.push(decision.action);
    ids.push(decision.notificationID);
  }
  return { state, actions, ids, kinds: actions.map(kindOf) };
}

function kindOf(action: PolicyAction): string {
  if (action.kind === 'notify') return `${action.reason} ${action.code}`;
  if (action.kind === 'none') return action.why;
  return action.kind === 'update' ? `update ${action.code}` : action.kind;
}

const outage: Step = { code: 10, outage: true };

test('no connection notifies at once, once, and is cleared when the connection is back', () => {
  expect(play([95, outage, outage, outage, 95, 95]).kinds).toEqual([
    'good',
    'degraded 100',
    'told',
    'told',
    'clear',
    'good',
  ]);
});

test('a single bad run stays quiet, two of three do not', () => {
  expect(play([95, 30, 95, 95, 30, 95]).kinds).not.toContain('degraded 300');
  expect(play([95, 30, 95, 30]).kinds).toEqual(['good', 'unsure', 'good', 'degraded 300']);
  expect(play([20, 20]).kinds).toEqual(['unsure', 'degraded 200']);
});

test('amber by fixed limits needs four of five, with red among them two of three', () => {
  expect(play([65, 65, 95, 65, 65]).kinds.at(-1)).toBe('degraded 650');
  expect(play([65, 95, 65, 95, 65, 65, 95, 65]).kinds).not.toContain('degraded 650');
  expect(play([65, 20, 95, 20]).kinds.at(-1)).toBe('degraded 200');
  expect(play([95, 65, 20]).kinds.at(-1)).toBe('unsure');
});

test('the runs of an episode that is over do not open the next one', () => {
  const abnormal = { code: 65, abnormal: true } as const;
  const steps = [...Array.from({ length: 14 }, () => abnormal), 95, 65, 65, 65] as const;
  expect(play(steps).kinds.slice(-4)).toEqual(['clear', 'unsure', 'unsure', 'unsure']);
});

test('what the learner says is raised and cleared at once', () => {
  expect(play([95, { code: 65, abnormal: true }, 65]).kinds).toEqual(['good', 'degraded 650', 'told']);
});

test('an episode ends after two good runs, and a lone good run does not end it', () => {
  expect(play([20, 20, 95, 20, 95, 95]).kinds).toEqual([
    'unsure',
    'degraded 200',
    'good',
    'told',
    'good',
    'clear',
  ]);
});

test('what got worse is told again once the cool-down is over and it stays; until then the text changes silently', () => {
  const steps = Array.from(
    { length: 14 },
    (_, index): Step => ({ code: index % 13 === 0 ? 65 : 20, abnormal: true }),
  );
  const { kinds } = play(steps);
  expect(kinds.slice(0, 3)).toEqual(['degraded 650', 'update 200', 'told']);
  expect(kinds.slice(11)).toEqual(['told', 'worse 200', 'update 650']);
});

test('no connection is worse than anything told before, at once', () => {
  expect(play([{ code: 20, abnormal: true }, outage]).kinds).toEqual(['degraded 200', 'worse 100']);
});

test('a network that is usually beyond the limits is told so once', () => {
  const week = Array.from({ length: 2016 }, (_, index): SummaryCode => (index % 5 < 1 ? 95 : 65));
  const { kinds } = play(week);
  expect(kinds.filter((kind) => kind.endsWith(' 650'))).toHaveLength(1);
  const later = [
    ...Array.from({ length: 40 }, (): SummaryCode => 95),
    ...Array.from({ length: 60 }, (): SummaryCode => 65),
  ];
  expect(play(later).kinds.filter((kind) => kind.endsWith(' 650'))).toEqual(['usually-bad 650']);
});

test('where the limits are seldom exceeded they colour, and nothing is told', () => {
  const steps = Array.from(
    { length: 400 },
    (_, index): SummaryCode => (index % 40 < 5 && index > 39 ? 65 : 95),
  );
  expect(play(steps).kinds.filter((kind) => kind.endsWith(' 650'))).toEqual([]);
});

test('runs far apart are no runs in a row', () => {
  expect(play([20, { code: 20, minute: 600 }, 95]).kinds).toEqual(['unsure', 'unsure', 'good']);
});

test('a line about a limit is told once', () => {
  const { kinds } = play([65, 65, 65, 65, 20, 20, 65, 20, 65, 20, 20, 65]);
  expect(kinds.filter((kind) => kind.startsWith('degraded') || kind.startsWith('worse'))).toEqual([
    'degraded 650',
  ]);
});

test('the notification that a worse one replaces is named', () => {
  const { actions } = play([20, 20, outage]);
  expect(actions[2]).toMatchObject({ replaces: (actions[1] as { notificationID: string }).notificationID });
});

test('a line that keeps failing and coming back is told ever more seldom', () => {
  const flapping = Array.from({ length: 144 }, (_, index): Step | SummaryCode =>
    index % 6 < 3 ? 95 : outage,
  );
  const { actions } = play(flapping);
  const told = actions.flatMap((action, index) => (action.kind === 'notify' ? [index * 5] : []));
  const pauses = told.slice(1).map((minute, index) => minute - (told[index] ?? 0));
  expect(pauses[0]).toBeGreaterThanOrEqual(60);
  expect(pauses[1]).toBeGreaterThanOrEqual(180);
  expect(told.length).toBeLessThanOrEqual(4);
});

test('flapping between bad and worse ends in one notification an hour, too', () => {
  const steps = Array.from({ length: 288 }, (_, index): SummaryCode => {
    const phase = index % 8;
    return phase < 2 ? 65 : phase < 4 ? 95 : phase < 6 ? 10 : 95;
  });
  const { actions } = play(steps);
  const told = actions.filter((action) => action.kind === 'notify').length;
  expect(told).toBeLessThanOrEqual(25);
});

test('what the cool-down kept back is told when it is over and the network still bad', () => {
  const steps: (Step | SummaryCode)[] = [outage, 95, ...Array.from({ length: 12 }, () => outage)];
  const { kinds } = play(steps);
  expect(kinds.slice(0, 3)).toEqual(['degraded 100', 'clear', 'cool-down']);
  expect(kinds.filter((kind) => kind === 'degraded 100')).toHaveLength(2);
  expect(kinds[12]).toBe('degraded 100');
});

test('snooze and quiet hours keep back, and what still lasts afterwards is told', () => {
  const snoozed = { ...preferences, snoozedUntil: 1_700_000_000_000 + 12 * MINUTE };
  expect(play([outage, outage, outage, outage], snoozed).kinds).toEqual([
    'snoozed',
    'snoozed',
    'snoozed',
    'degraded 100',
  ]);
  const quiet = { ...preferences, quietHours: { fromMinute: 1435, toMinute: 10 } };
  expect(play([outage, outage, outage, outage], quiet).kinds).toEqual([
    'quiet-hours',
    'quiet-hours',
    'degraded 100',
    'told',
  ]);
  expect(play([outage], { ...preferences, enabled: false }).kinds).toEqual(['off']);
});

test('the edges of quiet hours: from is quiet, to is not', () => {
  const quiet = { ...preferences, quietHours: { fromMinute: 10, toMinute: 20 } };
  const at = (minute: number) => play([{ ...outage, minute }], quiet).kinds[0];
  expect([at(9), at(10), at(19), at(20)]).toEqual([
    'degraded 100',
    'quiet-hours',
    'quiet-hours',
    'degraded 100',
  ]);
});

test('snoozes end in an hour, in four, or at the next midnight', () => {
  const utc = () => 0;
  expect(snoozeUntil(500, 'one-hour', utc)).toBe(500 + 60 * MINUTE);
  expect(snoozeUntil(500, 'four-hours', utc)).toBe(500 + 240 * MINUTE);
  expect(snoozeUntil(1430 * MINUTE + 500, 'today', utc)).toBe(1440 * MINUTE);
  expect(snoozeUntil(0, 'today', () => -120)).toBe(22 * 60 * MINUTE);
});

test('a severity keeps milder codes quiet', () => {
  const red = notificationPreferences({ ...DEFAULT_SETTINGS.notifications, severity: 'red' }, null);
  expect(play([65, 65, 65], red).kinds).toEqual(['good', 'good', 'good']);
  expect(play([40, 40], red).kinds).toEqual(['unsure', 'degraded 400']);
  const all = notificationPreferences({ ...DEFAULT_SETTINGS.notifications, severity: 'amber-good' }, null);
  expect(play([75, 75, 75, 75], all).kinds.slice(2)).toEqual(['unsure', 'degraded 750']);
  expect(play([90, 90], all).kinds).toEqual(['good', 'good']);
});

test('"recovered" and reminders come when they are wanted', () => {
  const recovery = { ...preferences, notifyRecovery: true };
  expect(play([outage, 95, 95], recovery).kinds).toEqual(['degraded 100', 'recovered 950', 'good']);
  expect(play([20, 95, 95], recovery).kinds).toEqual(['unsure', 'good', 'good']);
  const reminder = { ...preferences, reminderEveryMs: 10 * MINUTE };
  expect(play([outage, outage, outage, outage, outage], reminder).kinds).toEqual([
    'degraded 100',
    'told',
    'reminder 100',
    'told',
    'reminder 100',
  ]);
});

test('each network has its own episode; leaving one clears what stands', () => {
  const { kinds } = play([20, 20, { code: 95, network: 'office' }, { code: 20, network: 'home' }]);
  expect(kinds).toEqual(['unsure', 'degraded 200', 'clear', 'told']);
});

test('an outage on an unknown network is over once there is a connection', () => {
  const dark: Step = { code: 10, outage: true, network: 'nowhere' };
  const { kinds } = play([95, dark, 95, { ...dark, minute: 200 }]);
  expect(kinds).toEqual(['good', 'degraded 100', 'clear', 'degraded 100']);
});

test('the notificationID stays the same through an episode and differs between codes and episodes', () => {
  const { ids } = play([20, 20, 30, 20, 95, 95, 20]);
  expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
  expect([ids[1], ids[3]]).toEqual([ids[0], ids[0]]);
  expect(ids[5]).toBe(ids[4]);
  expect(new Set(ids).size).toBe(4);
});

test('after half a day without a run an unfinished episode is told anew', () => {
  expect(play([outage, { ...outage, minute: 719 }]).kinds[1]).toBe('told');
  expect(play([outage, { ...outage, minute: 720 }]).kinds[1]).toBe('degraded 100');
});

test('a clock set back keeps nothing back', () => {
  const first = play([{ ...outage, minute: 100_000 }, 95]);
  expect(play([outage], preferences, first.state).kinds).toEqual(['degraded 100']);
});

test('a network may be called like anything', () => {
  for (const network of ['__proto__', 'constructor', '']) {
    expect(
      play([
        { ...outage, network },
        { ...outage, network },
      ]).kinds,
    ).toEqual(['degraded 100', 'told']);
  }
});

test('at most 20 networks are kept, the least recently seen one leaves', () => {
  const { state } = play(
    Array.from({ length: 25 }, (_, index): Step => ({ code: 95, network: `n${index}` })),
  );
  expect(Object.keys(state.networks)).toHaveLength(20);
  expect(state.networks.n4).toBeUndefined();
  expect(state.networks.n24).toBeDefined();
});
