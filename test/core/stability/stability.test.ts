import { expect, test } from 'playwright/test';
import { INITIAL_STABILITY, updateStability } from '../../../src/core/stability/stability.ts';
import type { StabilityState } from '../../../src/core/stability/stability-types.ts';
import { firstUnstable, HOUR, Line, MINUTE, MONDAY, noise, runOf, type Sample } from '../builders/line.ts';

const DEGRADATIONS: Record<string, Sample> = {
  'a longer round trip': { roundTripTimeMs: 180 },
  jitter: { jitterMs: 60 },
  loss: { lossRatio: 0.06 },
  'a collapse of bandwidth': { throughputKbps: 1500 },
};

for (const [name, worse] of Object.entries(DEGRADATIONS)) {
  test(`${name} is abnormal from its second or third run`, () => {
    const line = new Line();
    expect(firstUnstable(line.runs(200))).toBe(-1);
    const first = firstUnstable(line.runs(6, () => worse));
    expect(first).toBeGreaterThanOrEqual(1);
    expect(first).toBeLessThanOrEqual(2);
  });

  test(`${name} in a single run is not abnormal`, () => {
    const line = new Line();
    line.runs(200);
    expect(firstUnstable(line.runs(100, (index) => (index % 20 === 5 ? worse : {})))).toBe(-1);
  });
}

test('a slight change counts when it lasts, not as a burst of two runs', () => {
  const line = new Line();
  const quiet = (index: number): Sample => ({ roundTripTimeMs: 48 + 2 * noise(index) });
  const slight = (index: number): Sample => ({ roundTripTimeMs: 71 + 2 * noise(index) });
  line.runs(200, quiet);
  expect(firstUnstable(line.runs(2, slight))).toBe(-1);
  expect(firstUnstable(line.runs(60, quiet))).toBe(-1);
  expect(firstUnstable(line.runs(8, slight))).toBeGreaterThanOrEqual(2);
});

test('where single runs are far off now and then two in a row are chance, and what lasts is trouble all the same', () => {
  const line = new Line();
  const farOff = (index: number): Sample => (noise(index) < 0.04 ? { roundTripTimeMs: 250 } : {});
  const inARow = Array.from({ length: 2000 }, (_, index) => index).filter(
    (index) => noise(index) < 0.04 && (noise(index + 1) < 0.04 || noise(index + 2) < 0.04),
  );
  expect(inARow.length).toBeGreaterThanOrEqual(5);
  expect(firstUnstable(line.runs(2000, farOff))).toBe(-1);
  const first = firstUnstable(line.runs(6, () => ({ roundTripTimeMs: 250 })));
  expect(first).toBeGreaterThanOrEqual(2);
  expect(first).toBeLessThanOrEqual(3);
});

test('trouble from the first run on a known network is found as any other is', () => {
  const line = new Line();
  const elsewhere = () => line.runs(20, () => ({ roundTripTimeMs: 90 }), 'cellular');
  line.runs(200);
  for (const worse of [{ roundTripTimeMs: 180 }, { jitterMs: 40 }, { throughputKbps: 900 }]) {
    elsewhere();
    expect(firstUnstable(line.runs(6, () => worse))).toBeGreaterThanOrEqual(1);
    elsewhere();
    line.runs(30);
  }
});

test('the reason is told in numbers: what it is, what is normal here, since when', () => {
  const line = new Line();
  line.runs(200);
  const began = line.at + line.intervalMs;
  const verdict = line.runs(5, () => ({ roundTripTimeMs: 180 })).at(-1);
  expect(verdict?.unstable).toBe(true);
  expect(verdict?.score).toBeGreaterThanOrEqual(1);
  const [because] = verdict?.because ?? [];
  expect(because).toMatchObject({ metric: 'roundTripTimeMs', now: 180, since: began });
  const [low = 0, high = 0] = because?.normal ?? [];
  expect(low).toBeGreaterThan(35);
  expect(low).toBeLessThan(46);
  expect(high).toBeGreaterThan(50);
  expect(high).toBeLessThan(65);
  expect(verdict?.normal.roundTripTimeMs).toEqual(because?.normal);
});

test('a stable network has no reason, but a normal range of each metric', () => {
  const verdict = new Line().runs(50).at(-1);
  expect(verdict).toMatchObject({ unstable: false, because: [] });
  expect(Object.keys(verdict?.normal ?? {}).sort()).toEqual([
    'jitterMs',
    'lossRatio',
    'roundTripTimeMs',
    'throughputKbps',
  ]);
});

test('it ends within some good runs, not at the first', () => {
  const line = new Line();
  line.runs(200);
  line.runs(8, () => ({ roundTripTimeMs: 180 }));
  const after = line.runs(8).map(({ unstable }) => unstable);
  expect(after[0]).toBe(true);
  expect(after.at(-1)).toBe(false);
});

test('a slow drift is noticed although no run differs much from the one before', () => {
  const line = new Line();
  line.runs(200);
  const drift = line.runs(45, (index) => ({ roundTripTimeMs: 42 + 13 * noise(index) + 2 * index }));
  expect(firstUnstable(drift)).toBeGreaterThan(0);
});

test('never abnormal from fewer than three runs, however bad', () => {
  const line = new Line();
  const awful: Sample = { roundTripTimeMs: 3000, jitterMs: 500, lossRatio: 0.5, throughputKbps: 50 };
  for (const before of [0, 1, 2]) {
    const fresh = new Line(`network ${before}`);
    fresh.runs(before);
    expect(firstUnstable(fresh.runs(3 - before, () => awful))).toBe(-1);
  }
  line.runs(6);
  expect(firstUnstable(line.runs(3, () => awful))).toBeGreaterThanOrEqual(1);
});

test('useful after six runs', () => {
  const line = new Line();
  line.runs(6);
  expect(firstUnstable(line.runs(4, () => ({ roundTripTimeMs: 200 })))).toBeGreaterThanOrEqual(1);
});

test('a network that was bad when it was first seen becomes better without an alert, and is then known', () => {
  const line = new Line();
  line.runs(6, () => ({ roundTripTimeMs: 300, jitterMs: 50 }));
  expect(firstUnstable(line.runs(60))).toBe(-1);
  expect(firstUnstable(line.runs(6, () => ({ roundTripTimeMs: 300, jitterMs: 50 })))).toBeGreaterThanOrEqual(
    1,
  );
});

test('a network switch is not a degradation of the old one', () => {
  const line = new Line();
  const cellular = (index: number): Sample => ({
    roundTripTimeMs: 95 + 40 * noise(index),
    jitterMs: 12,
    throughputKbps: 2000,
  });
  for (let day = 0; day < 5; day++) {
    expect(firstUnstable(line.runs(40))).toBe(-1);
    expect(firstUnstable(line.runs(40, cellular, 'cellular'))).toBe(-1);
  }
  expect(firstUnstable(line.runs(5, () => ({ roundTripTimeMs: 110 })))).toBeGreaterThanOrEqual(1);
});

test('30 ms more are a change on a far line that seldom moves, and none where round trips vary by as much', () => {
  const steady = new Line();
  const far = (index: number): Sample => ({ roundTripTimeMs: 230 + 3 * noise(index) });
  expect(firstUnstable(steady.runs(300, far))).toBe(-1);
  const longer = (index: number): Sample => ({ roundTripTimeMs: 260 + 3 * noise(index) });
  expect(firstUnstable(steady.runs(12, longer))).toBeGreaterThanOrEqual(1);
  const varying = new Line();
  const varied = (more: number) => (index: number) => ({
    roundTripTimeMs: 200 + more + 90 * noise(index),
  });
  expect(firstUnstable(varying.runs(300, varied(0)))).toBe(-1);
  expect(firstUnstable(varying.runs(12, varied(30)))).toBe(-1);
});

test('a permanent change becomes the new normal within half a day', () => {
  const line = new Line();
  line.runs(300);
  const verdicts = line.runs(160, (index) => ({ roundTripTimeMs: 100 + 13 * noise(index) }));
  expect(verdicts[10]?.unstable).toBe(true);
  const over = verdicts.findLastIndex(({ unstable }) => unstable) + 1;
  expect(over * 5 * MINUTE).toBeLessThanOrEqual(12 * HOUR);
  expect(verdicts.at(-1)?.normal.roundTripTimeMs?.[1]).toBeGreaterThan(100);
});

test('what comes every evening is normal in the evening', () => {
  const line = new Line('home', 10 * MINUTE);
  const day = () =>
    line.runs(144, () => {
      const hour = ((line.at + line.intervalMs) % (24 * HOUR)) / HOUR;
      return hour >= 19 && hour < 22
        ? { roundTripTimeMs: 95 + 10 * noise(line.at / MINUTE), jitterMs: 14 }
        : {};
    });
  const days = Array.from({ length: 8 }, day);
  expect(firstUnstable(days[0] ?? [])).toBeGreaterThan(0);
  for (const later of days.slice(4)) expect(firstUnstable(later)).toBe(-1);
  const evening = days[7]?.[20 * 6]?.normal.roundTripTimeMs;
  const morning = days[7]?.[8 * 6]?.normal.roundTripTimeMs;
  expect(evening?.[1]).toBeGreaterThan((morning?.[1] ?? 0) + 20);
});

test('an evening that lasts long enough to become the new normal is learnt all the same', () => {
  const line = new Line('home', 10 * MINUTE);
  const day = () =>
    line.runs(144, (index) => {
      const hour = ((line.at + line.intervalMs) % (24 * HOUR)) / HOUR;
      const busy = Math.exp(-(((hour - 20.5) / 1.3) ** 2) / 2);
      return { roundTripTimeMs: 42 + 6 * noise(index) + 50 * busy };
    });
  const days = Array.from({ length: 9 }, day);
  expect(firstUnstable(days[0] ?? [])).toBeGreaterThan(0);
  for (const later of days.slice(4)) expect(firstUnstable(later)).toBe(-1);
});

test('a missing metric is skipped: it neither worsens nor heals', () => {
  const line = new Line();
  const light = (): Sample => ({ throughputKbps: null });
  expect(firstUnstable(line.runs(200, (index) => (index % 6 === 0 ? {} : light())))).toBe(-1);
  expect(line.runs(6, () => ({ throughputKbps: null, roundTripTimeMs: 180 })).at(-1)?.unstable).toBe(true);
  const nothing: Sample = { roundTripTimeMs: null, jitterMs: null, lossRatio: null, throughputKbps: null };
  expect(line.runs(3, () => nothing).every(({ unstable }) => unstable)).toBe(true);
});

test('of what a newer version stored only what is understood is used', () => {
  const line = new Line();
  line.runs(20);
  const strange: StabilityState = {
    ...line.state,
    networks: {
      ...line.state.networks,
      a: 'text',
      b: { at: 1 },
      c: { at: 1, interval: 1, alert: {}, metrics: { x: 1 } },
    },
  };
  for (const network of ['a', 'b', 'c']) {
    const { verdict } = updateStability(strange, runOf(MONDAY, network, { roundTripTimeMs: 40 }));
    expect(verdict.unstable).toBe(false);
  }
  expect(updateStability(strange, runOf(line.at, 'home', {})).verdict.normal).toHaveProperty('jitterMs');
});

test('at most 20 networks are kept, the least recently used one leaves', () => {
  let state = INITIAL_STABILITY;
  for (let index = 0; index < 30; index++) {
    state = updateStability(state, runOf(MONDAY + index * MINUTE, `${index}`, { jitterMs: 1 })).state;
  }
  expect(Object.keys(state.networks)).toHaveLength(20);
  expect(state.networks['9']).toBeUndefined();
  expect(state.networks['10']).toBeDefined();
});

test('each server of a network has its own normal, and two that take turns are no change', () => {
  let state = INITIAL_STABILITY;
  const runs = (count: number, server: (index: number) => 'near' | 'far', added = 0) =>
    Array.from({ length: count }, (_, index) => {
      at += 5 * MINUTE;
      const chosen = server(index);
      const roundTripTimeMs = (chosen === 'near' ? 30 : 110) + 6 * noise(index) + added;
      const step = updateStability(state, runOf(at, 'home', { roundTripTimeMs }, chosen));
      state = step.state;
      return step.verdict;
    });
  let at = MONDAY;
  expect(firstUnstable(runs(100, () => 'near'))).toBe(-1);
  expect(firstUnstable(runs(100, () => 'far'))).toBe(-1);
  expect(firstUnstable(runs(100, (index) => (index % 3 === 0 ? 'near' : 'far')))).toBe(-1);
  expect(firstUnstable(runs(4, () => 'near', 80))).toBeGreaterThanOrEqual(1);
});

test('two addresses in turn are two heaps of one normal, and trouble beyond both is found', () => {
  const line = new Line();
  const turn = (index: number): Sample => ({
    roundTripTimeMs: (index % 2 === 0 ? 30 : 75) + 4 * noise(index),
  });
  expect(firstUnstable(line.runs(300, turn))).toBe(-1);
  const worse = (index: number): Sample => ({ roundTripTimeMs: (turn(index).roundTripTimeMs ?? 0) + 100 });
  expect(firstUnstable(line.runs(12, worse))).toBeGreaterThanOrEqual(1);
});

test('bandwidth that only every fourth hour measures keeps its evidence over the gaps', () => {
  const line = new Line();
  const full = (index: number, throughputKbps: number): Sample => ({
    throughputKbps: index % 48 === 0 ? throughputKbps + 500 * noise(index) : null,
  });
  expect(firstUnstable(line.runs(48 * 12, (index) => full(index, 9000)))).toBe(-1);
  const verdicts = line.runs(48 * 3, (index) => full(index, 900));
  expect(firstUnstable(verdicts)).toBeGreaterThanOrEqual(48);
  expect(firstUnstable(verdicts)).toBeLessThanOrEqual(96);
});

test('failed runs are an outage at the second, where one in twenty fails not before the third', () => {
  const failing = (everyNth: number) => {
    let state = INITIAL_STABILITY;
    let at = MONDAY;
    const run = (failed: boolean) => {
      at += 5 * MINUTE;
      const good = runOf(at, 'home', { roundTripTimeMs: 40 });
      const { best: _none, ...nowhere } = { ...good, paths: {} };
      const step = updateStability(state, failed ? nowhere : good);
      state = step.state;
      return step.verdict.outage;
    };
    for (let index = 1; index <= 400; index++) run(everyNth > 0 && index % everyNth === 0);
    run(false);
    return [run(true), run(true), run(true)];
  };
  expect(failing(0)).toEqual([false, true, true]);
  expect(failing(20)).toEqual([false, false, true]);
});
