import { expect, test } from 'playwright/test';
import { createRandom } from '../../bench/learner/random.ts';
import { generateWeek, KIND_NAMES } from '../../bench/learner/weeks/generate.ts';
import { judgeWeek } from '../../bench/learner/weeks/judge-week.ts';
import { Line } from '../../bench/learner/weeks/line.ts';
import { drawTraits } from '../../bench/learner/weeks/line-traits.ts';
import { createLocalClock } from '../../bench/learner/weeks/local-clock.ts';
import { shortFormOf } from '../../bench/learner/weeks/short-form.ts';
import { risesOf, traceWeek } from '../../bench/learner/weeks/trace-week.ts';
import { type NO_TROUBLE, trouble } from '../../bench/learner/weeks/trouble.ts';
import type { Expectation, Week, WeekRun } from '../../bench/learner/weeks/week.ts';
import { fromShort } from '../../cli/replay-input.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/core/base/durations.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const present = (values: readonly (number | undefined)[]) => values.filter((value) => value !== undefined);

test('the same seed gives the same week, another seed another', () => {
  const week = generateWeek('sleep: working hours only', 3);
  expect(generateWeek('sleep: working hours only', 3)).toEqual(week);
  expect(generateWeek('sleep: working hours only', 4).runs).not.toEqual(week.runs);
});

// All of them take half a minute; the bench itself goes through every one.
for (const kind of KIND_NAMES.filter((_, index) => index % 4 === 0)) {
  test(`${kind}: runs in order, readings in range, labels inside the week`, () => {
    const { runs, expectations, awakeDays, timezone } = generateWeek(kind, 11);
    const times = runs.map(({ at }) => at);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(runs.length).toBeGreaterThan(200);
    expect(awakeDays).toBeGreaterThan(1);
    expect(Intl.supportedValuesOf('timeZone').concat('Asia/Kolkata')).toContain(timezone);
    const readings = runs.filter(({ failed }) => !failed);
    expect(
      present(readings.map(({ roundTripTimeMs }) => roundTripTimeMs)).every((ms) => ms >= 0 && ms < 2_000),
    ).toBe(true);
    expect(present(readings.map(({ jitterMs }) => jitterMs)).every((ms) => ms >= 0 && ms < 1_000)).toBe(true);
    expect(
      present(readings.map(({ lossRatio }) => lossRatio)).every((ratio) => ratio >= 0 && ratio <= 1),
    ).toBe(true);
    expect(
      readings.every(({ kind, throughputKbps }) => (kind === 'full') === (throughputKbps !== undefined)),
    ).toBe(true);
    const [first = 0, last = 0] = [times[0], times.at(-1)];
    for (const { from, to, least, most } of expectations) {
      expect(from).toBeLessThan(to);
      expect(from).toBeGreaterThan(first - 24 * HOUR_MS);
      expect(to).toBeLessThan(last + 24 * HOUR_MS);
      expect(least).toBeLessThanOrEqual(most);
    }
  });
}

test('a failed run has no readings, and replay takes it for one that did not get through', () => {
  const failed = generateWeek('failures: outages', 1).runs.find((run) => run.failed);
  expect(failed).toMatchObject({
    roundTripTimeMs: undefined,
    lossRatio: undefined,
    throughputKbps: undefined,
  });
  const { report } = fromShort(shortFormOf(failed as WeekRun));
  expect(report.servers[0]?.probes[0]?.reachable).toBe(false);
});

test('the properties are those that they are named after', () => {
  const of = (kind: string) => generateWeek(`property: ${kind}`, 12).runs;
  const jitter = mean(present(of('jitter of 21 to 40 ms').map(({ jitterMs }) => jitterMs)));
  expect(jitter).toBeGreaterThan(21);
  expect(jitter).toBeLessThan(40);
  const loss = mean(present(of('loss about 1 %').map(({ lossRatio }) => lossRatio)));
  expect(loss).toBeGreaterThan(0.005);
  expect(loss).toBeLessThan(0.016);
  const rtt = mean(present(of('round trip about 250 ms').map(({ roundTripTimeMs }) => roundTripTimeMs)));
  expect(rtt).toBeGreaterThan(240);
  expect(rtt).toBeLessThan(262);
  const kbps = mean(present(of('bandwidth about 100 kbit/s').map(({ throughputKbps }) => throughputKbps)));
  expect(kbps).toBeGreaterThan(85);
  expect(kbps).toBeLessThan(125);
});

test('a line reads what is wrong with it', () => {
  const read = (wrong: Partial<typeof NO_TROUBLE>) => {
    const line = new Line(createRandom(5), drawTraits(createRandom(6), 'fibre'));
    const readings = Array.from({ length: 200 }, (_, index) =>
      line.measure(index * 5 * MINUTE_MS, 12, 'full', trouble(wrong)),
    );
    return {
      roundTripTimeMs: mean(readings.map((reading) => reading.roundTripTimeMs)),
      jitterMs: mean(readings.map((reading) => reading.jitterMs)),
      lossRatio: mean(readings.map((reading) => reading.lossRatio)),
      throughputKbps: mean(present(readings.map((reading) => reading.throughputKbps))),
    };
  };
  const usual = read({});
  expect(read({ addedDelayMs: 50 }).roundTripTimeMs - usual.roundTripTimeMs).toBeCloseTo(50, 0);
  expect(read({ lossRatio: 0.05 }).lossRatio).toBeGreaterThan(0.04);
  expect(read({ lossRatio: 0.05 }).lossRatio).toBeLessThan(0.06);
  expect(read({ capacityShare: 0.1 }).throughputKbps / usual.throughputKbps).toBeCloseTo(0.1, 2);
  // The mean difference of two exponential delays is their mean.
  expect(read({ scatterMs: 30 }).jitterMs).toBeGreaterThan(25);
  expect(read({ scatterMs: 30 }).jitterMs).toBeLessThan(35);
  expect(read({ crossTraffic: 0.97 }).roundTripTimeMs).toBeGreaterThan(usual.roundTripTimeMs + 5);
});

test('the clock on the wall shows the same hour before and after its change', () => {
  const berlin = createLocalClock('Europe/Berlin', '2024-10-21');
  expect(new Date(berlin.at(0, 20 * 60)).toISOString()).toBe('2024-10-21T18:00:00.000Z');
  expect(new Date(berlin.at(7, 20 * 60)).toISOString()).toBe('2024-10-28T19:00:00.000Z');
  expect(berlin.momentOf(berlin.at(7, 20 * 60))).toEqual({ day: 7, weekday: 0, minute: 20 * 60 });
  const lordHowe = createLocalClock('Australia/Lord_Howe', '2024-10-05');
  expect(new Date(lordHowe.at(0, 720)).toISOString()).toBe('2024-10-05T01:30:00.000Z');
  expect(new Date(lordHowe.at(1, 720)).toISOString()).toBe('2024-10-06T01:00:00.000Z');
});

test('daily trouble keeps its local hour over the change, and only its first three times are news', () => {
  const { expectations, timezone } = generateWeek('daily: over a change of the clocks', 2);
  expect(expectations).toHaveLength(3);
  const hours = expectations.map(({ from }) =>
    new Date(from + 10 * MINUTE_MS).toLocaleTimeString('en-GB', { timeZone: timezone, hour: '2-digit' }),
  );
  expect(new Set(hours).size).toBeLessThanOrEqual(2);
});

/** A run every ten minutes for ten hours, every third of them a full one; times in minutes. */
const judged = (expectations: readonly Partial<Expectation>[], toldAt: readonly number[]) => {
  const runs = Array.from(
    { length: 60 },
    (_, index): WeekRun => ({
      at: index * 10 * MINUTE_MS,
      network: 'home',
      type: 'wifi',
      server: 'a',
      kind: index % 3 === 0 ? 'full' : 'light',
      roundTripTimeMs: 20,
      jitterMs: 1,
      lossRatio: 0,
      throughputKbps: index % 3 === 0 ? 5_000 : undefined,
      failed: false,
    }),
  );
  const episode = {
    what: 'x',
    from: 60,
    to: 240,
    least: 1,
    most: 1,
    shownBy: 'every run',
    prompt: true,
  } as const;
  const week: Week = {
    kind: 'x',
    seed: 1,
    timezone: 'Asia/Tokyo',
    runs,
    expectations: expectations.map((own) => {
      const whole = { ...episode, ...own };
      return { ...whole, from: whole.from * MINUTE_MS, to: whole.to * MINUTE_MS };
    }),
    awakeDays: 10 / 24,
  };
  const tellings = toldAt.map((minute) => ({ at: minute * MINUTE_MS, notificationCode: 650 }));
  const { faults, episodes } = judgeWeek(week, tellings);
  return { rules: faults.map(({ rule }) => rule), delays: episodes.map(({ delayRuns }) => delayRuns) };
};

test('an episode is told once, soon, and while it lasts', () => {
  expect(judged([{}], [80])).toEqual({ rules: [], delays: [2] });
  expect(judged([{}], [120])).toEqual({ rules: [], delays: [6] });
  expect(judged([{}], [130]).rules).toEqual(['late']);
  expect(judged([{}], []).rules).toEqual(['untold']);
  expect(judged([{}], [80, 200]).rules).toEqual(['too often']);
  expect(judged([{}], [80, 240]).rules).toEqual(['outside']);
  expect(judged([{}], [50, 80]).rules).toEqual(['outside']);
});

test('what four runs show need not be told, what five do has to be', () => {
  expect(judged([{ to: 100 }], []).rules).toEqual([]);
  expect(judged([{ to: 110 }], []).rules).toEqual(['untold']);
  expect(judged([{ to: 100 }], [80]).rules).toEqual([]);
});

test('bandwidth counts in full runs, and is known until the next of them', () => {
  const bandwidth = { shownBy: 'full runs', to: 190 } as const;
  expect(judged([bandwidth], [200])).toEqual({ rules: [], delays: [5] });
  expect(judged([bandwidth], [210]).rules).toEqual(['untold', 'outside']);
  expect(judged([{ ...bandwidth, to: 280 }], [240]).rules).toEqual(['late']);
  expect(judged([{ ...bandwidth, to: 170 }], []).rules).toEqual([]);
});

test('what may be told so many times is wrong only beyond; trouble within it counts for itself', () => {
  const property = { from: 0, to: 600, least: 0, most: 2, prompt: false };
  expect(judged([property], [10, 300]).rules).toEqual([]);
  expect(judged([property], [10, 300, 400]).rules).toEqual(['too often']);
  expect(judged([property, {}], [10, 80, 300]).rules).toEqual([]);
  expect(judged([property, {}], [10, 300]).rules).toEqual(['untold']);
});

test('of a measured series, levels well above the days before are rises, and neighbours one', () => {
  const level = (ms: number, count: number) => Array.from({ length: count }, () => ms);
  const values = [
    ...level(40, 100),
    ...level(90, 20),
    ...level(110, 20),
    ...level(40, 50),
    ...level(52, 30),
    ...level(40, 9),
  ];
  expect(risesOf(values, [0, 100, 120, 140, 190, 220])).toEqual([
    { from: 100, to: 140, isPlain: true, beginsPlain: true },
    { from: 190, to: 220, isPlain: false, beginsPlain: false },
  ]);
  expect(risesOf(level(40, 100), [])).toEqual([]);
});

test('time-outs in a row of a measured series are an outage, a single one is none', () => {
  const roundTripTimesMs = [40, null, 40, null, null, null, 40];
  const week = traceWeek({ name: 'x', roundTripTimesMs, changes: [] });
  const [outage, ...others] = week.expectations;
  expect(others).toEqual([]);
  expect(outage).toMatchObject({ from: week.runs[3]?.at, to: week.runs[6]?.at, least: 1, most: 1 });
});
