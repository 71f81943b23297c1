import { expect, test } from 'playwright/test';
import { rowsOf } from '../../history/timeline-rows.ts';
import { pointOf } from '../../src/core/history/history-record.ts';
import { judgedRun } from '../core/builders/judged-runs.ts';

const at = (day: number, hour: number) => new Date(2026, 2, day, hour).getTime();
const points = [at(1, 0), at(1, 23), at(2, 12), at(4, 1)].map((time) =>
  pointOf(judgedRun({ at: time, summaryCode: 95 })),
);

test('every local day is a row, newest first, also an empty one', () => {
  const rows = rowsOf(points, at(1, 0), at(4, 12), 1);
  expect(rows.map((row) => [new Date(row.from).getDate(), row.points.length])).toEqual([
    [4, 1],
    [3, 0],
    [2, 1],
    [1, 2],
  ]);
});

test('weeks hold seven days each, and every point is in one row', () => {
  const rows = rowsOf(points, at(1, 0), at(20, 12), 7);
  expect(rows).toHaveLength(3);
  expect(rows.flatMap((row) => row.points)).toHaveLength(4);
});
