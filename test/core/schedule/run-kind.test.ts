import { expect, test } from 'playwright/test';
import { INITIAL_DATA_USE } from '../../../src/core/schedule/data-budget.ts';
import {
  chooseRunKind,
  RUN_TRIGGERS,
  type RunConditions,
  staysLight,
} from '../../../src/core/schedule/run-kind.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';

const choose = (trigger: (typeof RUN_TRIGGERS)[number], stayLight: boolean, allowance = 5e6) =>
  chooseRunKind({
    trigger,
    dataUse: { ...INITIAL_DATA_USE, at: 0, allowance },
    budgetBytes: 50e6,
    lastFullAt: null,
    now: 0,
    stayLight,
  });

test('what would be full is light for as long as it must, unless a person asks', () => {
  expect(RUN_TRIGGERS.map((trigger) => choose(trigger, false))).toEqual(['full', 'full', 'full', 'full']);
  expect(RUN_TRIGGERS.map((trigger) => choose(trigger, true))).toEqual(['light', 'full', 'light', 'light']);
  expect(choose('schedule', true, 0)).toBe('connectivity');
});

const set = (lightDuringSound: boolean, respectSaveData: boolean) => ({
  schedule: { ...DEFAULT_SETTINGS.schedule, lightDuringSound },
  data: { ...DEFAULT_SETTINGS.data, respectSaveData },
});
const CASES: readonly (readonly [RunConditions, boolean, boolean, boolean])[] = [
  [{}, true, true, false],
  [{ soundPlaying: false, saveData: false }, true, true, false],
  [{ soundPlaying: true }, true, false, true],
  [{ soundPlaying: true }, false, true, false],
  [{ saveData: true }, false, true, true],
  [{ saveData: true }, true, false, false],
  [{ soundPlaying: true, saveData: true }, false, false, false],
];
for (const [conditions, sound, saveData, expected] of CASES) {
  const settings = `sound ${sound}, save data ${saveData}`;
  test(`${JSON.stringify(conditions)} with ${settings}: ${expected ? 'light' : 'any'}`, () => {
    expect(staysLight(conditions, set(sound, saveData))).toBe(expected);
  });
}

test('by default both are respected', () => {
  expect(staysLight({ soundPlaying: true }, DEFAULT_SETTINGS)).toBe(true);
  expect(staysLight({ saveData: true }, DEFAULT_SETTINGS)).toBe(true);
});

test('bandwidth of an hour ago is stale, and so is one of a time to come, from before the clock was set back', () => {
  const hour = 3_600_000;
  const kinds = [0, hour - 1, hour, -1].map((ago) =>
    chooseRunKind({
      trigger: 'schedule',
      dataUse: { ...INITIAL_DATA_USE, at: 0, allowance: 5e6 },
      budgetBytes: 50e6,
      lastFullAt: 10 * hour - ago,
      now: 10 * hour,
    }),
  );
  expect(kinds).toEqual(['light', 'light', 'full', 'full']);
});
