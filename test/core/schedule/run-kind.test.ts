import { expect, test } from 'playwright/test';
import { type RunConditions, staysLight } from '../../../src/core/schedule/run-kind.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';

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
  [{ inCall: true }, false, false, true],
  [{ inCall: false }, true, true, false],
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
