/** A line of `replay`'s input, in the short form or as the history exports it, and the run report it stands for. */
import * as v from 'valibot';
import { isRecord } from '../src/core/base/is-record.ts';
import { parsedJson } from '../src/core/base/parsed-json.ts';
import { lineOfThisVersion } from '../src/core/history/line-version.ts';
import { kilobits, milliseconds, ratio, text, time } from '../src/core/report/bounds.ts';
import type { OneWayLoss, PathMetrics } from '../src/core/report/path-metrics.ts';
import { type ProbeReport, type RunReport, runReportSchema } from '../src/core/report/run-report.ts';
import { RUN_TRIGGERS, type RunTrigger } from '../src/core/schedule/run-kind.ts';

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

const shortSchema = v.object({
  t: time,
  network: text,
  type: v.optional(v.nullable(text)),
  server: v.optional(v.nullable(text)),
  rtt: v.optional(v.nullable(milliseconds), null),
  jitter: v.optional(v.nullable(milliseconds), null),
  loss: v.optional(v.nullable(ratio), null),
  lossUp: v.optional(v.nullable(ratio)),
  lossDown: v.optional(v.nullable(ratio)),
  bandwidth: v.optional(v.nullable(kilobits), null),
  bandwidthUp: v.optional(v.nullable(kilobits)),
  bandwidthDown: v.optional(v.nullable(kilobits)),
});

const historySchema = v.object({
  format: v.literal('precall-history'),
  version: v.literal(2, 'written by a newer version of the extension'),
  run: v.object({
    at: time,
    network: text,
    trigger: v.picklist(RUN_TRIGGERS),
    report: runReportSchema,
  }),
});

export function parseReplayLine(line: string): ReplayInput {
  const input = parsedJson(line);
  if (input === undefined) return { ok: false, message: 'not JSON' };
  if (isRecord(input) && 'format' in input) {
    const result = v.safeParse(historySchema, lineOfThisVersion(input));
    if (!result.success) return { ok: false, message: firstProblem(result.issues) };
    return { ok: true, run: result.output.run };
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
  const { t, network, type, server, rtt, jitter } = input;
  const lossUp = input.lossUp ?? undefined;
  const lossDown = input.lossDown ?? undefined;
  const loss = input.loss ?? together(lossUp, lossDown);
  const upKbps = input.bandwidthUp ?? undefined;
  const downKbps = input.bandwidthDown ?? undefined;
  const bandwidth = smallest(input.bandwidth ?? undefined, upKbps, downKbps);
  const reachable = loss === 1 ? false : [rtt, jitter, loss, bandwidth].some((value) => value !== null);
  const metrics: PathMetrics = {
    method: 'rtp-datagrams',
    ...(rtt !== null && { roundTripTime: { roundTripTimeMs: rtt, minMs: rtt, p95Ms: rtt } }),
    ...(jitter !== null && { jitter: { jitterMs: jitter } }),
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
        ...(lossUp !== undefined && { up: oneWay(lossUp) }),
        ...(lossDown !== undefined && { down: oneWay(lossDown) }),
      },
    }),
    ...(bandwidth !== null && {
      throughput: {
        capacityKbps: bandwidth,
        throughputKbps: bandwidth,
        ...(upKbps !== undefined && { upKbps }),
        ...(downKbps !== undefined && { downKbps }),
        atLeast: false,
      },
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
      servers: [{ provider: server ?? 'replay', probes: [probe], ...(reachable && { chosen: 0 }) }],
      network: typeof type === 'string' ? { networkType: type } : {},
      bytesSent: 0,
      bytesReceived: 0,
    },
  };
}

function oneWay(lossRatio: number): OneWayLoss {
  return { lossRatio, interval: [lossRatio, lossRatio] };
}

/** What the loop loses, where both ways are known. */
function together(up: number | undefined, down: number | undefined): number | null {
  return up === undefined || down === undefined ? null : 1 - (1 - up) * (1 - down);
}

/** The loop carries what its narrower way does; where one way alone is known, the other is taken to be as wide. */
function smallest(...known: readonly (number | undefined)[]): number | null {
  const kbps = known.filter((rate) => rate !== undefined);
  return kbps.length === 0 ? null : Math.min(...kbps);
}
