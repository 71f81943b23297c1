/** What a storm looks at after each fault is seen where it does not hold, one sentence for each. */
import { expect, test } from 'playwright/test';
import { wrongWith } from '../../bench/storm/invariants.ts';
import type { Standing } from '../../bench/storm/standing.ts';
import { INTERVAL_S } from '../../bench/storm/steer.ts';
import { commandFor } from '../../bench/storm/storm.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/settings.ts';

const SOON = Date.now() + INTERVAL_S * 1000;
const TOO_LATE = Date.now() + 3 * INTERVAL_S * 1000;
const WELL: Standing = {
  latest: 'b',
  dueAt: SOON,
  alarmAt: SOON,
  settings: DEFAULT_SETTINGS,
  runs: ['a', 'b'],
  points: ['b', 'a'],
  raised: ['x', 'y'],
  troubles: [],
  hasDocument: false,
};

const wrong = (change: Partial<Standing>, renewals = 0): string[] =>
  wrongWith(
    { ...WELL, ...change },
    { settings: DEFAULT_SETTINGS, renewals },
    { finished: new Set(['a', 'b']) },
  );

test('where all holds nothing is said', () => {
  expect(wrong({})).toEqual([]);
  expect(wrong({ raised: ['x', 'x'] }, 1)).toEqual([]);
});

const BROKEN: readonly [what: string, change: Partial<Standing>, sentence: RegExp][] = [
  ['a finished run that the history lacks', { runs: ['b'], points: ['b'] }, /^1 finished runs are not/],
  ['a run that has two points', { points: ['a', 'b', 'b'] }, /^a run has two points/],
  ['a run without a point', { points: ['a'] }, /^runs and points are not the same/],
  ['a notification told twice', { raised: ['x', 'y', 'x'] }, /^notifications told twice: 1$/],
  [
    'settings that are others',
    { settings: { ...DEFAULT_SETTINGS, history: { keepDays: 1 } } },
    /^the settings are not/,
  ],
  ['a run that is due never', { dueAt: null }, /^the next run is due never$/],
  ['a run that is due past two intervals', { dueAt: TOO_LATE }, /^the next run is due in \d+ s$/],
  ['an alarm that is lost', { alarmAt: null }, /^the next alarm comes never$/],
  ['trouble that is still told', { troubles: ['work'] }, /^still told as trouble: work$/],
  ['a measuring document that is left', { hasDocument: true }, /^the measuring document is left$/],
];
for (const [what, change, sentence] of BROKEN)
  test(`${what} is seen`, () => {
    expect(wrong(change)).toEqual([expect.stringMatching(sentence)]);
  });

test('a newest run that the history lacks is seen, also when it is no longer the newest', () => {
  const finished = new Set<string>();
  const look = (latest: string) =>
    wrongWith({ ...WELL, latest }, { settings: DEFAULT_SETTINGS, renewals: 0 }, { finished });
  expect(look('c')).toHaveLength(1);
  expect(look('b')).toHaveLength(1);
});

test('the command that repeats a storm says all that it was made by', () => {
  expect(commandFor({ browser: 'firefox', seed: 7, kills: 3 })).toBe(
    'npm run storm -- --browser firefox --seed 7 --kills 3',
  );
  expect(
    commandFor({ browser: 'chromium', seed: 7, kills: 3, words: ['killed', 'closed'], light: true }),
  ).toBe('npm run storm -- --browser chromium --faults killed,closed --light --seed 7 --kills 3');
});
