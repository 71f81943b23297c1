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
    'loss ratio',
    (lossRatio) => ({ lossRatio }),
    [
      [0.0099, 95],
      [0.01, 95],
      [0.0101, 65],
      [0.0499, 65],
      [0.05, 65],
      [0.0501, 20],
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
      [29.9, 95],
      [30, 95],
      [30.1, 65],
      [500, 65],
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
  expect(code({ lossRatio: 0.06, roundTripTimeMs: 401 })).toBe(10);
  expect(code({ lossRatio: 0.06, throughputKbps: 99 })).toBe(10);
  expect(code({ roundTripTimeMs: 401, throughputKbps: 99 })).toBe(10);
  expect(code({ lossRatio: 0.06, roundTripTimeMs: 401, throughputKbps: 99 })).toBe(10);
});

test('a line that loses everything is a bad connection, whatever bandwidth is remembered', () => {
  expect(summaryCodeOf({ reachable: true, lossRatio: 1 }, false)).toBe(10);
  expect(summaryCodeOf({ reachable: true, lossRatio: 1, throughputKbps: 10_000 }, false)).toBe(10);
  expect(summaryCodeOf({ reachable: true, lossRatio: 0.999, throughputKbps: 10_000 }, false)).toBe(20);
});

test('no connection is red whatever else is remembered', () => {
  expect(summaryCodeOf({ reachable: false, throughputKbps: 10_000 }, false)).toBe(10);
});

test('what was not measured speaks neither way', () => {
  expect(summaryCodeOf({ reachable: true }, false)).toBe(90);
  expect(summaryCodeOf({ reachable: true }, true)).toBe(60);
  expect(summaryCodeOf({ reachable: true, lossRatio: 0.2 }, false)).toBe(20);
});
