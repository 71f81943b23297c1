import { expect, test } from 'playwright/test';
import { type PathFacts, summaryCodeOf } from '../../../src/core/judgement/verdict.ts';

const fine: PathFacts = {
  reachable: true,
  roundTripTimeMs: 40,
  jitterMs: 2,
  lossRatio: 0,
  throughputKbps: 10_000,
};
const code = (change: Partial<PathFacts>, abnormal = false) =>
  summaryCodeOf({ ...fine, ...change }, abnormal);

test('loss is judged one way: where the ways were told apart, by the worse one', () => {
  expect(code({ lossRatio: 0.055 })).toBe(65);
  expect(code({ lossRatio: 0.055, upLossRatio: 0.055, downLossRatio: 0 })).toBe(20);
  expect(code({ lossRatio: 0.055, upLossRatio: 0, downLossRatio: 0.055 })).toBe(20);
  expect(code({ lossRatio: 0.015, upLossRatio: 0.0075, downLossRatio: 0.0075 })).toBe(95);
  expect(code({ lossRatio: 0.015, upLossRatio: 0.015, downLossRatio: 0 })).toBe(65);
});

/** Each limit: below, at and above. */
const edges: [string, (value: number) => Partial<PathFacts>, [number, number][]][] = [
  [
    'bandwidth, kbit/s',
    (throughputKbps) => ({ throughputKbps }),
    [
      [0, 40],
      [99.9, 40],
      [100, 70],
      [100.1, 70],
      [499.9, 70],
      [500, 75],
      [500.1, 75],
      [1199.9, 75],
      [1200, 90],
      [1200.1, 90],
      [2499.9, 90],
      [2500, 95],
      [2500.1, 95],
    ],
  ],
  [
    'loss ratio of the loop: 1 % and 5 % each way',
    (lossRatio) => ({ lossRatio }),
    [
      [0.0198, 95],
      [0.0199, 95],
      [0.02, 65],
      [0.0974, 65],
      [0.0975, 65],
      [0.0976, 20],
      [0.9999, 20],
      [1, 10],
    ],
  ],
  [
    'round trip, ms',
    (roundTripTimeMs) => ({ roundTripTimeMs }),
    [
      [249.9, 95],
      [250, 95],
      [250.1, 65],
      [399.9, 65],
      [400, 65],
      [400.1, 30],
    ],
  ],
  [
    'jitter, ms',
    (jitterMs) => ({ jitterMs }),
    [
      [5, 95],
      [7, 95],
      [9, 90],
      [16, 55],
      [30, 55],
      [500, 50],
    ],
  ],
];

for (const [name, change, cases] of edges) {
  test(`limits of ${name}`, () => {
    expect(cases.map(([value]) => [value, code(change(value))])).toEqual(cases);
  });
}

test('the table of tiers when the learner says abnormal', () => {
  const tiers = [50, 100, 500, 1200, 2500].map((throughputKbps) => code({ throughputKbps }, true));
  expect(tiers).toEqual([40, 50, 55, 60, 65]);
});

test('two or more of lossy, high latency and insufficient bandwidth are a bad connection', () => {
  expect(code({ lossRatio: 0.1, roundTripTimeMs: 401 })).toBe(10);
  expect(code({ lossRatio: 0.1, throughputKbps: 99 })).toBe(10);
  expect(code({ roundTripTimeMs: 401, throughputKbps: 99 })).toBe(10);
  expect(code({ lossRatio: 0.1, roundTripTimeMs: 401, throughputKbps: 99 })).toBe(10);
});

test('a line that loses everything is a bad connection, whatever bandwidth is remembered', () => {
  expect(summaryCodeOf({ reachable: true, lossRatio: 1 }, false)).toBe(10);
  expect(summaryCodeOf({ reachable: true, lossRatio: 1, throughputKbps: 10_000 }, false)).toBe(10);
  expect(summaryCodeOf({ reachable: true, lossRatio: 0.999, throughputKbps: 10_000 }, false)).toBe(20);
});

test('no connection is red whatever else is remembered', () => {
  expect(summaryCodeOf({ reachable: false, throughputKbps: 10_000 }, false)).toBe(10);
  expect(summaryCodeOf({ reachable: true, throughputKbps: 150, secondOfTwoLost: true }, false)).toBe(10);
});

test('what was not measured speaks neither way', () => {
  expect(summaryCodeOf({ reachable: true }, false)).toBe(90);
  expect(summaryCodeOf({ reachable: true }, true)).toBe(60);
  expect(summaryCodeOf({ reachable: true, lossRatio: 0.2 }, false)).toBe(20);
});

test('what delay variation leaves of a wide line is told as what it is', () => {
  // 5 Mbit/s with 25 ms of correlated jitter: its call gets 230 to 310 kbit/s of video.
  const varying = { roundTripTimeMs: 60, jitterMs: 16, throughputKbps: 4850 };
  expect(code(varying)).toBe(55);
  expect(code({ ...varying, jitterMs: 11 })).toBe(90);
  expect(code({ ...varying, jitterMs: 7 })).toBe(95);
  // Nothing is said of a delay that was not looked at, and what is narrow already is not told twice.
  expect(summaryCodeOf({ reachable: true, throughputKbps: 4850, lossRatio: 0 }, false)).toBe(95);
  expect(code({ jitterMs: 8, throughputKbps: 1200 })).toBe(90);
  expect(code({ jitterMs: 8, throughputKbps: 100 })).toBe(70);
});

test('on a light first run delay variation is known and bandwidth is not', () => {
  const light = { reachable: true, roundTripTimeMs: 40, lossRatio: 0 };
  expect(summaryCodeOf({ ...light, jitterMs: 2 }, false)).toBe(90);
  expect(summaryCodeOf({ ...light, jitterMs: 16 }, false)).toBe(55);
});

test('what a single run read of each way does not change the tier of the bandwidth that counts', () => {
  expect(code({ upKbps: 300, downKbps: 9000 })).toBe(95);
});
