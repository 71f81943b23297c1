import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import * as v from 'valibot';
import { FAILURE_REASONS } from '../../../src/core/report/failure-reasons.ts';
import { METHODS } from '../../../src/core/report/path-metrics.ts';
import { RUN_KINDS, type RunReport, runReportSchema } from '../../../src/core/report/run-report.ts';
import { CREDENTIALS_PROBLEMS } from '../../../src/core/servers/credentials-trouble.ts';
import { GOOD, reachable, report, unreachable } from '../builders/reports.ts';

const some = <T>(values: readonly T[]) => fc.constantFrom(...values);
const ms = fc.double({ min: 0, max: 1e6, noNaN: true });
const ratio = fc.double({ min: 0, max: 1, noNaN: true });
const count = fc.nat(100_000);
const text = fc.string({ maxLength: 60 });
/** With every subset of its optional fields. */
const record = <T extends Record<string, fc.Arbitrary<unknown>>>(
  all: T,
  required: readonly Extract<keyof T, string>[],
) => fc.record(all, { requiredKeys: [...required] as never });

const metrics = record(
  {
    method: some(METHODS),
    roundTripTime: fc.record({ roundTripTimeMs: ms, minMs: ms, p95Ms: ms }),
    jitter: fc.record({ jitterMs: ms, p95DeviationMs: ms }),
    loss: record(
      {
        lossRatio: ratio,
        interval: fc.tuple(ratio, ratio),
        packetsSent: count,
        packetsReceived: count,
        bursts: count,
        longestBurst: count,
        meanLossRun: ms,
        reordered: count,
        duplicates: count,
      },
      [
        'lossRatio',
        'interval',
        'packetsSent',
        'packetsReceived',
        'bursts',
        'longestBurst',
        'reordered',
        'duplicates',
      ],
    ),
    throughput: record(
      { capacityKbps: ms, throughputKbps: ms, shareKbps: ms, uncertainty: ratio, atLeast: fc.boolean() },
      ['capacityKbps', 'throughputKbps', 'atLeast'],
    ),
    missing: record({ roundTripTime: text, jitter: text, loss: text, throughput: text }, []),
  },
  ['method'],
);

const probe = record(
  {
    url: text,
    relayProtocol: some(['udp', 'tcp', 'tls']),
    reachable: fc.boolean(),
    reason: some(FAILURE_REASONS),
    errorCode: count,
    allocationTimeMs: ms,
    connectTimeMs: ms,
    metrics,
  },
  ['url', 'relayProtocol', 'reachable'],
);

const anyReport = record(
  {
    runId: fc.uuid(),
    kind: some(RUN_KINDS),
    startedAt: fc.nat(2_000_000_000),
    durationMs: ms,
    outcome: some(['complete', 'aborted', 'deadline', 'offline']),
    hasMicrophone: fc.boolean(),
    servers: fc.array(
      record(
        {
          provider: text,
          probes: fc.array(probe, { maxLength: 4 }),
          chosen: fc.nat(3),
          credentialsTrouble: record({ problem: some(CREDENTIALS_PROBLEMS), httpStatus: count }, ['problem']),
        },
        ['provider', 'probes'],
      ),
      { maxLength: 4 },
    ),
    network: record({ networkType: text, serverReflexiveAddress: text, hostAddress: text }, []),
    bytesSent: count,
    bytesReceived: count,
    throughputCapKbps: ms,
    userAgent: text,
  },
  ['runId', 'kind', 'startedAt', 'durationMs', 'outcome', 'servers', 'network', 'bytesSent', 'bytesReceived'],
) as fc.Arbitrary<RunReport>;

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

/** The same with one more key in every object. */
function strewnWith(data: unknown, value: unknown): unknown {
  if (Array.isArray(data)) return data.map((each) => strewnWith(each, value));
  if (typeof data !== 'object' || data === null) return data;
  const same = Object.entries(data).map(([key, each]) => [key, strewnWith(each, value)]);
  return { ...Object.fromEntries(same), 'no field of a run': value };
}
