import { expect, test } from 'playwright/test';
import type { HistoryPoint } from '../../../src/core/history/history-record.ts';
import { stripOf } from '../../../src/core/history/strip.ts';

const point = (at: number, summaryCode: number): HistoryPoint => ({
  at,
  runId: `${at}`,
  summaryCode,
  connectivityCode: 3,
  network: 'n',
  provider: 'p',
  roundTripTimeMs: null,
  jitterMs: null,
  lossRatio: null,
  throughputKbps: null,
  unstable: false,
  notified: false,
});

test('each slot shows its worst run, an empty one none', () => {
  const slots = stripOf([point(0, 95), point(5, 20), point(9, 90), point(30, 75), point(40, 95)], 0, 40, 4);
  expect(slots.map(({ from, to, runs, worst }) => [from, to, runs, worst?.summaryCode])).toEqual([
    [0, 10, 3, 20],
    [10, 20, 0, undefined],
    [20, 30, 0, undefined],
    [30, 40, 2, 75],
  ]);
});

test('a run that only reached a server neither colours a slot nor counts among those that measured', () => {
  const connectedOnly = (at: number, code: number): HistoryPoint => ({
    ...point(at, code),
    connectedOnly: true,
  });
  const slots = stripOf([connectedOnly(1, 30), connectedOnly(11, 95), point(12, 75)], 0, 20, 2);
  expect(slots.map(({ runs, connectedOnly: only, worst }) => [runs, only, worst?.summaryCode])).toEqual([
    [0, 1, undefined],
    [1, 1, 75],
  ]);
});

test('what lies outside is left out', () => {
  expect(stripOf([point(-1, 10), point(41, 10)], 0, 40, 2).every((slot) => slot.runs === 0)).toBe(true);
});
