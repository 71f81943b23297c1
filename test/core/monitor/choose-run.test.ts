/** What a site's visit and a call change of the run that is made. */
import { expect, test } from 'playwright/test';
import { chooseRun, type RunChoice } from '../../../src/core/monitor/choose-run.ts';
import { applyReport } from '../../../src/core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE } from '../../../src/core/monitor/monitor-state.ts';
import { RUN_TRIGGERS } from '../../../src/core/schedule/run-kind.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';
import { GOOD, reachable, report } from '../builders/reports.ts';

const T0 = 1_700_000_000_000;
const settings = {
  ...DEFAULT_SETTINGS,
  schedule: { ...DEFAULT_SETTINGS.schedule, lightDuringSound: false },
};

const choose = (choice: Partial<RunChoice>, state = INITIAL_MONITOR_STATE) =>
  chooseRun(state, { trigger: 'site', labels: ['a'], settings, now: T0 + 120_000, ...choice });

const measured = applyReport(INITIAL_MONITOR_STATE, report([reachable('a', GOOD)]), settings, {
  now: T0,
  day: '2026-01-01',
  localMinute: 600,
  trigger: 'schedule',
  deviceId: 'device',
  networkSalt: 'salt',
  snoozedUntil: null,
}).state;

test('a visit measures the bandwidth where none is known, and is light where one is', () => {
  expect(choose({})).toMatchObject({ wait: false, run: { kind: 'full', tests: { a: 'full' } } });
  expect(choose({}, measured)).toMatchObject({ wait: false, run: { kind: 'light', tests: { a: 'light' } } });
});

for (const trigger of RUN_TRIGGERS) {
  for (const wish of [{}, { kind: 'full' }, { fullOf: 'a' }] as const) {
    test(`while a call runs, ${trigger} with ${JSON.stringify(wish)} makes no full run`, () => {
      const next = choose({ trigger, wish, conditions: { inCall: true } });
      expect(next).toMatchObject({ wait: false, run: { kind: 'light', tests: { a: 'light' } } });
    });
  }
}

test('without a call the same triggers do', () => {
  const kinds = RUN_TRIGGERS.map((trigger) => {
    const next = choose({ trigger, wish: { fullOf: 'a' }, conditions: { inCall: false } });
    return next.wait || next.run.kind;
  });
  expect(kinds).toEqual(RUN_TRIGGERS.map(() => 'full'));
});
