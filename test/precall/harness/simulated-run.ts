/** One whole measurement of a simulated link, with what it cost. */
import * as v from 'valibot';
import { type PathMetrics, pathMetricsSchema } from '../../../src/core/report/path-metrics.ts';
import { lossSample } from '../../../src/precall/estimate/loss/loss-sample.ts';
import { pathMetrics } from '../../../src/precall/estimate/path-metrics.ts';
import type { PlanRequest } from '../../../src/precall/link/plan-request.ts';
import { runPlan } from '../../../src/precall/plan/measurement-plan.ts';
import { FINE_CLOCK, WHOLE_MS_CLOCK } from './hosts.ts';
import type { SimulatedDirection } from './simulated-direction.ts';
import { type SimulatedHost, SimulatedLink } from './simulated-link.ts';

export const OVERHEAD = 54;
export const CAP = 10_000;

export interface Run {
  readonly metrics: PathMetrics;
  readonly queueMs: number;
  readonly durationMs: number;
  readonly bytes: number;
}

export async function run(
  direction: Partial<SimulatedDirection>,
  {
    seed = 1,
    kind = 'full' as PlanRequest['kind'],
    down = {} as Partial<SimulatedDirection>,
    rttMs = 40 as number,
    capKbps = CAP,
    setUpBytes = 0,
    // What setting a loop up takes where nothing is lost.
    setUpMs = (150 + 4 * rttMs) as number,
    host = {} as Partial<SimulatedHost>,
    method = 'rtp-datagrams' as PathMetrics['method'],
    relayProtocol = 'udp' as PlanRequest['relayProtocol'],
    signal = new AbortController().signal,
  } = {},
): Promise<Run> {
  const up = { kbps: 5_000, delayMs: rttMs / 2, ...direction };
  const link = new SimulatedLink(
    up,
    { ...up, ...down },
    { overheadBytes: OVERHEAD, oversleepMs: 2, ...host },
    seed,
  );
  const start = link.now();
  const request = {
    kind,
    relayProtocol,
    overheadBytes: host.overheadBytes ?? OVERHEAD,
    capKbps,
    roundTripMs: rttMs,
    setUpMs,
    setUpBytes,
    host: host.wholeMs === true ? WHOLE_MS_CLOCK : FINE_CLOCK,
  } as const;
  const result = await runPlan(link, request, signal, () => {});
  return {
    // As the report carries them: what the schema refuses would lose the run.
    metrics: v.parse(pathMetricsSchema, pathMetrics(result, { ...request, method }, lossSample(result.log))),
    queueMs: Math.max(link.up.longestQueueMs, link.down.longestQueueMs),
    durationMs: link.now() - start,
    bytes: link.bytesUp,
  };
}

/** As many seeds of chance as tell; PRECALL_SEEDS=5 takes five times as many, after a change of what is estimated. */
export function seeds(count: number): number[] {
  return Array.from({ length: count * Number(process.env.PRECALL_SEEDS ?? 1) }, (_, i) => i + 1);
}

export const off = (value: number | undefined, truth: number) => Math.abs((value ?? Number.NaN) / truth - 1);
