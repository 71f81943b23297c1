import { expect, test } from 'playwright/test';
import { importHistory } from '../../../src/core/history/history-import.ts';
import { exportLine, withoutAddresses } from '../../../src/core/history/history-record.ts';
import { judgedRun } from '../../e2e/views-fixtures.ts';

const runs = [
  judgedRun({ at: 1000, summaryCode: 95 }),
  judgedRun({ at: 2000, summaryCode: 20, lossRatio: 0.1 }),
];

test('an export is read back as it was, but for the addresses', () => {
  const text = `${runs.map((run) => exportLine(run)).join('\n')}\n`;
  expect(importHistory(text)).toEqual({ ok: true, runs: runs.map(withoutAddresses) });
});

test('an export from before there was a MOS is read, without one', () => {
  const line = exportLine(runs[0] ?? fail());
  const old = line.replace('"mos":4.41,', '');
  expect(old).not.toBe(line);
  const read = importHistory(old);
  expect(read.ok && read.runs[0]?.preCallTestResults[0]?.mos).toBeNull();
});

for (const [name, bad] of [
  ['what is no JSON', 'x'],
  ['another format', '{"format":"other"}'],
  [
    'a summary code that does not exist',
    exportLine(runs[0] ?? fail()).replace('"summaryCode":95', '"summaryCode":85'),
  ],
  ['a time that is no date', exportLine(runs[0] ?? fail()).replace('"at":1000', '"at":1e300')],
  ['a number that is a text', exportLine(runs[0] ?? fail()).replace('"rtt":46', '"rtt":"46"')],
] as const) {
  test(`${name} is refused with its line`, () => {
    expect(importHistory(`${exportLine(runs[1] ?? fail())}\n\n${bad}\n`)).toEqual({ ok: false, line: 3 });
  });
}

function fail(): never {
  throw new Error('No run');
}
