import { expect, test } from 'playwright/test';
import { exportLine } from '../../src/core/history/history-record.ts';
import { lookAtHistoryFile, runsOfHistoryFile } from '../../src/views/history-file.ts';
import { judgedRun } from '../core/builders/judged-runs.ts';

const LINES = Array.from({ length: 300 }, (_, index) =>
  exportLine(judgedRun({ at: 100_000 + index, summaryCode: 95 })),
);

async function runIds(file: Blob): Promise<string[]> {
  const ids: string[] = [];
  for await (const runs of runsOfHistoryFile(file)) ids.push(...runs.map(({ runId }) => runId));
  return ids;
}

test('a file of many pieces is read line by line, with or without an end of its last line', async () => {
  const ids = LINES.map((_, index) => `run-${100_000 + index}`);
  for (const end of ['', '\n', '\r\n\n']) {
    const file = new Blob([LINES.join('\n'), end]);
    expect(file.size).toBeGreaterThan(3 * 65_536);
    expect(await lookAtHistoryFile(file)).toMatchObject({ ok: true, runs: 300 });
    expect(await runIds(file)).toEqual(ids);
  }
  expect(await runIds(new Blob([]))).toEqual([]);
  expect(await lookAtHistoryFile(new Blob([]))).toMatchObject({ ok: true, runs: 0 });
});

test('the first bad line is told by its number in the file, wherever the pieces end', async () => {
  for (const at of [0, 1, 150, 299]) {
    const bad = new Blob([LINES.with(at, '{"x":"…"}').join('\n')]);
    expect(await lookAtHistoryFile(bad)).toEqual({ ok: false, line: at + 1, isNewer: false });
  }
  const newer = new Blob([LINES.with(7, '{"format":"precall-history","version":3}').join('\n')]);
  expect(await lookAtHistoryFile(newer)).toEqual({ ok: false, line: 8, isNewer: true });
});

test('a line without end is given up', async () => {
  const endless = new Blob([`${LINES[0]}\n`, '{"x":"', 'x'.repeat(3_000_000)]);
  expect(await lookAtHistoryFile(endless)).toEqual({ ok: false, line: 2, isNewer: false });
});
