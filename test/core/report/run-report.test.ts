import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import * as v from 'valibot';
import { runReportSchema } from '../../../src/core/report/run-report.ts';
import { anyReport, strewnWith } from '../builders/any-report.ts';
import { GOOD, reachable, report, unreachable } from '../builders/reports.ts';

test('any report is read back as it was written', () => {
  fc.assert(
    fc.property(anyReport, (written) => {
      const stored = JSON.parse(JSON.stringify(written));
      expect(v.parse(runReportSchema, stored)).toEqual(stored);
    }),
  );
});

test('what no field of a run is, is dropped at every depth', () => {
  fc.assert(
    fc.property(anyReport, fc.jsonValue(), (written, value) => {
      const stored = JSON.parse(JSON.stringify(written));
      const strewn = strewnWith(stored, value);
      expect(v.parse(runReportSchema, strewn)).toEqual(stored);
    }),
  );
});

test('garbage is refused, never thrown over, and never let through unbounded', () => {
  fc.assert(
    fc.property(fc.anything(), (garbage) => {
      expect(v.safeParse(runReportSchema, garbage).success).toBe(false);
    }),
  );
});

const whole = report([reachable('a', GOOD), unreachable('b')]);
const broken: readonly [string, (text: string) => string][] = [
  ['a round trip below zero', (json) => json.replace('"roundTripTimeMs":40', '"roundTripTimeMs":-1')],
  ['a round trip without end', (json) => json.replace('"roundTripTimeMs":40', '"roundTripTimeMs":1e999')],
  ['a loss of more than all', (json) => json.replace('"lossRatio":0', '"lossRatio":1.01')],
  [
    'a bandwidth that is no measurement',
    (json) => json.replace('"throughputKbps":10000', '"throughputKbps":1e13'),
  ],
  ['a bandwidth that is null', (json) => json.replace('"throughputKbps":10000', '"throughputKbps":null')],
  ['an unknown reason', (json) => json.replace('"unreachable"', '"because"')],
  ['a start that is no date', (json) => json.replace('"startedAt":1700000000000', '"startedAt":1e300')],
  ['a text of a megabyte', (json) => json.replace('turn:a.example', `turn:${'a'.repeat(1e6)}`)],
  ['a chosen URL between two', (json) => json.replace('"chosen":0', '"chosen":0.5')],
  ['numbers of version 1', (json) => json.replace('"lossRatio":0', '"ratio":0')],
];
for (const [what, change] of broken) {
  test(`${what} is no report`, () => {
    const json = JSON.stringify(whole);
    expect(change(json)).not.toBe(json);
    expect(v.safeParse(runReportSchema, JSON.parse(change(json))).success).toBe(false);
  });
}

test('more servers than anybody has are no report', () => {
  const crowd = report(Array.from({ length: 101 }, (_, n) => unreachable(`s${n}`)));
  expect(v.is(runReportSchema, crowd)).toBe(false);
});
