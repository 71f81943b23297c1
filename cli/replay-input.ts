/** A line of `replay`'s input, in the short form or as the history exports it, and the run report it stands for. */
import * as v from 'valibot';
import { lineOfThisVersion } from '../src/core/history/line-version.ts';
import { FAILURE_REASONS } from '../src/core/report/failure-reasons.ts';
import {
  METHODS,
  type PathMetrics,
  type ProbeReport,
  type RunReport,
} from '../src/core/report/run-report.ts';
import { RUN_TRIGGERS, type RunTrigger } from '../src/core/schedule/run-kind.ts';
import { CREDENTIALS_PROBLEMS } from '../src/core/servers/credentials-trouble.ts';

export interface ReplayedRun {
  /** ms since the epoch. */
  readonly at: number;
  readonly network: string;
  readonly trigger: RunTrigger;
  readonly report: RunReport;
}

export type ReplayInput =
  | { readonly ok: true; readonly run: ReplayedRun }
  | { readonly ok: false; readonly message: string };

const MOST_MS = 8.64e15;
const time = v.pipe(
  v.number('expected ms since the epoch'),
  v.minValue(0, 'expected ms since the epoch'),
  v.maxValue(MOST_MS, 'expected ms since the epoch'),
);
/** More is no measurement, and what is reckoned from it would be no number any more: JSON knows 1e999. */
const MOST = 1e12;
const amount = (unit: string) =>
  v.pipe(
    v.number(`expected ${unit} or null`),
    v.minValue(0, `expected ${unit}, 0 or more`),
    v.maxValue(MOST, `expected ${unit}, at most ${MOST}`),
  );
const ratio = v.pipe(
  v.number('expected a ratio from 0 to 1 or null'),
  v.minValue(0, 'expected a ratio from 0 to 1'),
  v.maxValue(1, 'expected a ratio from 0 to 1'),
);
const milliseconds = amount('ms');
const kilobits = amount('kbit/s');
const count = v.pipe(v.number('expected a number'), v.finite('expected a number'));
const bytes = amount('bytes');
const name = v.pipe(v.string('expected a text'), v.maxLength(1000, 'expected at most 1000 characters'));

const shortSchema = v.object({
  t: time,
  network: name,
  type: v.optional(v.nullable(name)),
  rtt: v.optional(v.nullable(milliseconds), null),
  jitter: v.optional(v.nullable(milliseconds), null),
  loss: v.optional(v.nullable(ratio), null),
  bandwidth: v.optional(v.nullable(kilobits), null),
});

const metricsSchema = v.object({
  method: v.picklist(METHODS),
  roundTripTime: v.optional(
    v.object({ roundTripTimeMs: milliseconds, minMs: milliseconds, p95Ms: milliseconds }),
  ),
  jitter: v.optional(v.object({ jitterMs: milliseconds, p95DeviationMs: milliseconds })),
  loss: v.optional(
    v.object({
      lossRatio: ratio,
      interval: v.tuple([ratio, ratio]),
      packetsSent: count,
      packetsReceived: count,
      bursts: count,
      longestBurst: count,
      meanLossRun: v.exactOptional(count),
      reordered: count,
      duplicates: count,
    }),
  ),
  throughput: v.optional(
    v.object({
      capacityKbps: kilobits,
      throughputKbps: kilobits,
      shareKbps: v.exactOptional(kilobits),
      uncertainty: v.exactOptional(count),
      atLeast: v.boolean(),
    }),
  ),
});

const probeSchema = v.object({
  url: v.string(),
  relayProtocol: v.picklist(['udp', 'tcp', 'tls']),
  reachable: v.boolean(),
  reason: v.exactOptional(v.picklist(FAILURE_REASONS)),
  errorCode: v.exactOptional(count),
  allocationTimeMs: v.exactOptional(count),
  connectTimeMs: v.exactOptional(count),
  metrics: v.exactOptional(metricsSchema),
});

const historySchema = v.object({
  format: v.literal('precall-history'),
  version: v.literal(2, 'written by a newer version of the extension'),
  run: v.object({
    at: time,
    network: name,
    trigger: v.picklist(RUN_TRIGGERS),
    report: v.object({
      runId: v.string(),
      kind: v.picklist(['connectivity', 'light', 'full']),
      startedAt: count,
      durationMs: count,
      outcome: v.picklist(['complete', 'aborted', 'deadline', 'offline']),
      hasMicrophone: v.exactOptional(v.boolean()),
      servers: v.array(
        v.object({
          provider: v.string(),
          probes: v.array(probeSchema),
          chosen: v.exactOptional(v.pipe(count, v.integer(), v.minValue(0))),
          credentialsTrouble: v.exactOptional(
            v.object({ problem: v.picklist(CREDENTIALS_PROBLEMS), httpStatus: v.exactOptional(count) }),
          ),
        }),
      ),
      network: v.object({ networkType: v.exactOptional(v.string()) }),
      bytesSent: bytes,
      bytesReceived: bytes,
      throughputCapKbps: v.exactOptional(kilobits),
    }),
  }),
});

export function parseReplayLine(text: string): ReplayInput {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return { ok: false, message: 'not JSON' };
  }
  if (typeof input === 'object' && input !== null && 'format' in input) {
    const result = v.safeParse(historySchema, lineOfThisVersion(input));
    if (!result.success) return { ok: false, message: firstProblem(result.issues) };
    const { at, network, trigger, report } = result.output.run;
    return { ok: true, run: { at, network, trigger, report: report as RunReport } };
  }
  const result = v.safeParse(shortSchema, input);
  if (!result.success) return { ok: false, message: firstProblem(result.issues) };
  return { ok: true, run: fromShort(result.output) };
}

function firstProblem(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const [issue] = issues;
  const field = v.getDotPath(issue);
  // A missing field: valibot expects its name there.
  const expected = issue.message.startsWith('Invalid key: ')
    ? 'a value'
    : (issue.expected ?? 'another value');
  const message = issue.message.startsWith('Invalid ') ? `expected ${expected}` : issue.message;
  return field === null ? message : `${field}: ${message}`;
}

/** In the short form a run that measured nothing at all, or lost everything, did not get through. */
export function fromShort(input: v.InferOutput<typeof shortSchema>): ReplayedRun {
  const { t, network, type, rtt, jitter, loss, bandwidth } = input;
  const reachable = loss === 1 ? false : [rtt, jitter, loss, bandwidth].some((value) => value !== null);
  const metrics: PathMetrics = {
    method: 'rtp-datagrams',
    ...(rtt !== null && { roundTripTime: { roundTripTimeMs: rtt, minMs: rtt, p95Ms: rtt } }),
    ...(jitter !== null && { jitter: { jitterMs: jitter, p95DeviationMs: jitter } }),
    ...(loss !== null && {
      loss: {
        lossRatio: loss,
        interval: [loss, loss],
        packetsSent: 0,
        packetsReceived: 0,
        bursts: 0,
        longestBurst: 0,
        reordered: 0,
        duplicates: 0,
      },
    }),
    ...(bandwidth !== null && {
      throughput: { capacityKbps: bandwidth, throughputKbps: bandwidth, atLeast: false },
    }),
  };
  const probe: ProbeReport = reachable
    ? { url: 'turn:replay', relayProtocol: 'udp', reachable, metrics }
    : { url: 'turn:replay', relayProtocol: 'udp', reachable, reason: 'unreachable' };
  return {
    at: t,
    network,
    trigger: 'schedule',
    report: {
      runId: String(t),
      kind: bandwidth === null ? 'light' : 'full',
      startedAt: t,
      durationMs: 0,
      outcome: 'complete',
      servers: [{ provider: 'replay', probes: [probe], ...(reachable && { chosen: 0 }) }],
      network: typeof type === 'string' ? { networkType: type } : {},
      bytesSent: 0,
      bytesReceived: 0,
    },
  };
}
