/** What a site's visit and a call change of the run that is made. */
import { expect, test } from 'playwright/test';
import { chooseRun, countReport, type RunChoice } from '../../../src/core/monitor/choose-run.ts';
import { applyReport } from '../../../src/core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE } from '../../../src/core/monitor/monitor-state.ts';
import type { RunReport } from '../../../src/core/report/run-report.ts';
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

test('a thorough test is a person’s, and not made beside sound unless the person wants it all the same', () => {
  const made = (choice: Partial<RunChoice>) =>
    choose({ trigger: 'user', wish: { thorough: true }, ...choice });
  const thorough = { wait: false, run: { kind: 'full', tests: { a: 'full' }, thorough: true } };
  expect(made({})).toEqual(thorough);
  expect(made({ conditions: { soundPlaying: false } })).toEqual(thorough);
  for (const conditions of [{ soundPlaying: true }, { inCall: true }]) {
    expect(made({ conditions })).not.toMatchObject({ run: { thorough: true } });
    expect(made({ conditions, wish: { thorough: true, despiteSound: true } })).toEqual(thorough);
  }
  for (const trigger of RUN_TRIGGERS.filter((each) => each !== 'user')) {
    expect(made({ trigger })).not.toMatchObject({ run: { thorough: true } });
  }
});

test('a thorough test counts in the budget as unplanned, and tells nothing of what a full one costs', () => {
  const { dataUse } = INITIAL_MONITOR_STATE;
  const full = report([reachable('a', GOOD)], { bytesSent: 3_000_000, bytesReceived: 3_000_000 });
  const counted = (run: RunReport) =>
    countReport(dataUse, run, { trigger: 'user', now: T0, day: '2026-01-01' });
  const thorough = counted({ ...full, thorough: { missing: 'too few probes came back' } });
  expect(thorough.spent).toMatchObject([{ bytes: 6_000_000, unplanned: 6_000_000 }]);
  expect(thorough.cost).toEqual(dataUse.cost);
  expect(counted(full).cost.full).toBe(6_000_000);
});
