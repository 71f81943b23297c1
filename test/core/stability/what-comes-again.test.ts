import { expect, test } from 'playwright/test';
import { localTime } from '../../../src/core/base/local-time.ts';
import { INITIAL_STABILITY, updateStability } from '../../../src/core/stability/stability.ts';
import { firstUnstable, HOUR, Line, MINUTE, MONDAY, noise, runOf, type Sample } from '../builders/line.ts';

test('a nightly half hour from any minute is normal after three nights, by the clock on the wall', () => {
  let state = INITIAL_STABILITY;
  // Clocks go forward on the night to the eighth day: the trouble keeps its hour on the wall.
  const offsetAt = (time: number) => (time < MONDAY + 7 * 24 * HOUR ? -60 : -120);
  const alerts = Array.from({ length: 14 * 288 }, (_, index) => {
    const at = MONDAY + index * 5 * MINUTE;
    const wall = localTime(at, offsetAt);
    const slow = wall.localMinute >= 100 && wall.localMinute < 130;
    const roundTripTimeMs = (slow ? 90 : 42) + 6 * noise(index);
    const step = updateStability(state, { ...runOf(at, 'home', { roundTripTimeMs }), ...wall });
    state = step.state;
    return step.verdict.unstable ? Math.floor((at - MONDAY) / (24 * HOUR)) : -1;
  });
  expect([...new Set(alerts.filter((day) => day >= 0))]).toEqual([0, 1, 2]);
});

test('a cafe under the key of home, at noon of every other day, is normal at noon from the fourth time on', () => {
  const line = new Line('home', 10 * MINUTE);
  const alertedDays = new Set<number>();
  for (let day = 0; day < 11; day++) {
    const verdicts = line.runs(144, (index) =>
      day % 2 === 0 && index >= 72 && index < 84 ? { roundTripTimeMs: 85 + 6 * noise(index) } : {},
    );
    if (firstUnstable(verdicts) >= 0) alertedDays.add(day);
  }
  expect([...alertedDays]).toEqual([0, 2, 4]);
  // At noon as at any other time, trouble of another size is found.
  line.runs(73);
  expect(firstUnstable(line.runs(6, () => ({ roundTripTimeMs: 300 })))).toBeGreaterThanOrEqual(1);
});

test('a cafe under the key of home, at another hour each time, is familiar from the fourth time on, and worse is not', () => {
  const line = new Line('home', 10 * MINUTE);
  const visits: boolean[] = [];
  for (let day = 0; day < 6; day++) {
    const from = 60 + 11 * day;
    const there = line.runs(144, (index) =>
      index >= from && index < from + 8 ? { roundTripTimeMs: 85 + noise(index) } : {},
    );
    const unstable = there.filter((verdict) => verdict.unstable);
    visits.push(unstable.length > 0 && unstable.every(({ familiar }) => familiar));
  }
  expect(visits).toEqual([false, false, false, true, true, true]);
  const worse = line.runs(6, () => ({ roundTripTimeMs: 300 }));
  expect(worse.some(({ unstable, familiar }) => unstable && !familiar)).toBe(true);
});

test('above two levels a change is as plain as on a line with one', () => {
  const line = new Line();
  const turn = (index: number) => (index % 14 < 7 ? 30 : 110) + 4 * noise(index);
  line.runs(600, (index) => ({ roundTripTimeMs: turn(index) }));
  expect(firstUnstable(line.runs(100, (index) => ({ roundTripTimeMs: turn(index) })))).toBe(-1);
  const verdicts = line.runs(5, () => ({ roundTripTimeMs: 190 }));
  expect(firstUnstable(verdicts)).toBeGreaterThanOrEqual(1);
  const [low = 0, high = 0] = verdicts[0]?.normal.roundTripTimeMs ?? [];
  expect(low).toBeLessThan(32);
  expect(high).toBeGreaterThan(112);
});

test('what is normal of two addresses at random stays what it is, week after week', () => {
  const line = new Line('home', 10 * MINUTE);
  const either = (index: number): Sample => ({
    roundTripTimeMs: (noise(7 * index) > 0.5 ? 55 : 20) + 2 * noise(index),
  });
  for (let day = 0; day < 14; day++) {
    const verdicts = line.runs(144, either);
    const [low = 0, high = 0] = verdicts.at(-1)?.normal.roundTripTimeMs ?? [];
    if (day < 2) continue;
    expect(firstUnstable(verdicts)).toBe(-1);
    expect(low).toBeGreaterThan(8);
    expect(low).toBeLessThan(25);
    expect(high).toBeGreaterThan(50);
    expect(high).toBeLessThan(90);
  }
  expect(firstUnstable(line.runs(4, () => ({ roundTripTimeMs: 160 })))).toBeGreaterThanOrEqual(1);
});
