import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import * as v from 'valibot';
import { METRIC_KEYS } from '../../../src/core/base/metric-key.ts';
import { importHistory } from '../../../src/core/history/history-import.ts';
import { exportLine, withoutDevice } from '../../../src/core/history/history-record.ts';
import { type JudgedRun, judgedRunSchema } from '../../../src/core/monitor/judged-run.ts';
import { sctCallbacks } from '../../../src/core/monitor/sct-callbacks.ts';
import { RUN_TRIGGERS } from '../../../src/core/schedule/run-kind.ts';
import { SUMMARY_CODES } from '../../../src/core/sct/sct-codes.ts';
import { anyReport, strewnWith } from '../builders/any-report.ts';

const text = fc.string({ maxLength: 60 });
const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
const range = fc.tuple(amount, amount);
const known = fc.record({ at: fc.nat(), throughputKbps: amount, atLeast: fc.boolean() });
const normal = fc.record(Object.fromEntries(METRIC_KEYS.map((key) => [key, range])), { requiredKeys: [] });

const anyRun = anyReport.chain((report) =>
  fc.record({
    runId: fc.constant(report.runId),
    at: fc.nat(2_000_000_000),
    trigger: fc.constantFrom(...RUN_TRIGGERS),
    network: text,
    deviceId: fc.uuid(),
    report: fc.constant(report),
    place: fc.record({ isp: fc.option(text), city: fc.option(text), country: fc.option(text) }),
    summaryCode: fc.constantFrom(...SUMMARY_CODES),
    notificationID: text,
    clearNotification: fc.boolean(),
    ranking: fc.constant(report.servers.map(({ provider }) => ({ provider, acceptable: true }))),
    best: fc.option(text),
    measuredAt: fc.option(fc.nat(2_000_000_000)),
    confirmed: fc.boolean(),
    throughput: fc.option(known),
    unstable: fc.boolean(),
    score: amount,
    because: fc.array(
      fc.record({ metric: fc.constantFrom(...METRIC_KEYS), now: amount, normal: range, since: amount }),
      { maxLength: 4 },
    ),
    normal,
    notified: fc.boolean(),
  }),
) as fc.Arbitrary<JudgedRun>;

const plain = (run: JudgedRun): JudgedRun => JSON.parse(JSON.stringify(run));

test('any run is read back from the store as it was, rid of what is no field of it', () => {
  fc.assert(
    fc.property(anyRun, fc.jsonValue(), (run, value) => {
      const stored = plain(run);
      expect(v.parse(judgedRunSchema, stored)).toEqual(stored);
      expect(v.parse(judgedRunSchema, strewnWith(stored, value))).toEqual(stored);
    }),
  );
});

test('any run is exported and imported as it was, but for whose it is, and what the API tells of it is the same', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const read = importHistory(exportLine(run));
      const told = withoutDevice(plain(run));
      expect(read).toEqual({ ok: true, runs: [told] });
      const [imported] = read.ok ? read.runs : [];
      expect(imported && sctCallbacks(imported)).toEqual(sctCallbacks(told));
    }),
  );
});

test('garbage is no run', () => {
  fc.assert(
    fc.property(fc.anything(), (garbage) => {
      expect(v.is(judgedRunSchema, garbage)).toBe(false);
    }),
  );
});
