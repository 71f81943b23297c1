import { expect, test } from 'playwright/test';
import { importHistory } from '../../../src/core/history/history-import.ts';
import { exportLine, withoutDevice } from '../../../src/core/history/history-record.ts';
import { judgedRun } from '../builders/judged-runs.ts';

const runs = [
  judgedRun({ at: 100_000, summaryCode: 95 }),
  judgedRun({ at: 200_000, summaryCode: 20, lossRatio: 0.1 }),
];

test('an export is read back as it was, but for what tells whose it is', () => {
  const text = `${runs.map((run) => exportLine(run)).join('\n')}\n`;
  expect(importHistory(text)).toEqual({ ok: true, runs: runs.map(withoutDevice) });
});

test('what no field of a run is, is not taken in', () => {
  const line = exportLine(runs[0] ?? fail());
  const strewn = line.replaceAll('"at":100000', '"at":100000,"__proto__":{"x":1},"more":"<script>"');
  expect(strewn).not.toBe(line);
  expect(importHistory(strewn)).toEqual(importHistory(line));
});

test('the export tells the contract of a run beside it, and an import does not need it', () => {
  const { event, preCallTestResults, connectionRecommendation, ...rest } = JSON.parse(
    exportLine(runs[0] ?? fail()),
  );
  expect(event).toMatchObject({ summaryCode: 95, localIp: null });
  expect(preCallTestResults).toMatchObject([{ provider: 'Frankfurt', rtt: 46, fractionalLoss: 0 }]);
  expect(connectionRecommendation.aggregatedStats).toMatchObject([{ roundTripTime: 46, fractionLost: 0 }]);
  expect(importHistory(JSON.stringify(rest))).toEqual(importHistory(exportLine(runs[0] ?? fail())));
});

for (const [name, bad] of [
  ['what is no JSON', 'x'],
  ['another format', '{"format":"other"}'],
  [
    'a summary code that does not exist',
    exportLine(runs[0] ?? fail()).replace('"summaryCode":95', '"summaryCode":85'),
  ],
  ['a time that is no date', exportLine(runs[0] ?? fail()).replace('"at":100000', '"at":1e300')],
  [
    'a number that is a text',
    exportLine(runs[0] ?? fail()).replace('"roundTripTimeMs":46', '"roundTripTimeMs":"46"'),
  ],
] as const) {
  test(`${name} is refused with its line`, () => {
    expect(importHistory(`${exportLine(runs[1] ?? fail())}\n\n${bad}\n`)).toEqual({
      ok: false,
      line: 3,
      isNewer: false,
    });
  });
}

function fail(): never {
  throw new Error('No run');
}
