/** Any report of a run, with every subset of its optional fields. */
import fc from 'fast-check';
import { FAILURE_REASONS } from '../../../src/core/report/failure-reasons.ts';
import { METHODS } from '../../../src/core/report/path-metrics.ts';
import { RUN_KINDS, type RunReport } from '../../../src/core/report/run-report.ts';
import { CREDENTIALS_PROBLEMS } from '../../../src/core/servers/credentials-trouble.ts';

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
    jitter: record({ jitterMs: ms, p95DeviationMs: ms, medianDeviationMs: ms }, ['jitterMs']),
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

export const anyReport = record(
  {
    runId: fc.uuid(),
    kind: some(RUN_KINDS),
    tests: fc.dictionary(
      text.map((label) => `Server ${label}`),
      some(RUN_KINDS),
      { maxKeys: 4 },
    ),
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
    thorough: record(
      {
        filledLine: record(
          {
            provider: text,
            idleRoundTripTimeMs: ms,
            loadedRoundTripTimeMs: ms,
            atLeast: fc.boolean(),
            capacityKbps: ms,
            bytes: count,
          },
          ['provider', 'idleRoundTripTimeMs', 'loadedRoundTripTimeMs', 'atLeast', 'bytes'],
        ),
        missing: text,
      },
      [],
    ),
    userAgent: text,
  },
  ['runId', 'kind', 'startedAt', 'durationMs', 'outcome', 'servers', 'network', 'bytesSent', 'bytesReceived'],
) as fc.Arbitrary<RunReport>;

/** The same with one more key in every object whose keys are fields: those of `tests` are labels of servers. */
export function strewnWith(data: unknown, value: unknown): unknown {
  if (Array.isArray(data)) return data.map((each) => strewnWith(each, value));
  if (typeof data !== 'object' || data === null) return data;
  const same = Object.entries(data).map(([key, each]) => [
    key,
    key === 'tests' ? each : strewnWith(each, value),
  ]);
  return { ...Object.fromEntries(same), 'no field of a run': value };
}
