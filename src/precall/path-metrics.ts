/** From the log of one measurement to the metrics of the report. Pure. */
import type { RelayProtocol } from '../core/ice-server.ts';
import type { Metric, PathMetrics, Throughput } from '../core/run-report.ts';
import { scatterOf } from './burst.ts';
import { estimateCapacity } from './capacity-estimate.ts';
import { jitter, roundTripTime } from './delay-statistics.ts';
import { lossStatistics } from './loss-statistics.ts';
import type { PlanRequest, PlanResult } from './measurement-plan.ts';
import { crossings, returned, transitMs } from './packet-log.ts';
import { restProbes } from './rest-probes.ts';
import { streamThroughput } from './stream-throughput.ts';

export interface MeasurementFacts {
  readonly method: PathMetrics['method'];
  readonly relayProtocol: RelayProtocol;
  readonly kind: PlanRequest['kind'];
  /** IP-level bytes around each payload. */
  readonly overheadBytes: number;
  readonly capKbps: number;
}

export function pathMetrics(result: PlanResult, facts: MeasurementFacts): PathMetrics {
  const probes = restProbes(result.log);
  const rest = roundTripTime(probes, facts.overheadBytes);
  const scatter = jitter(probes);
  const loss = facts.relayProtocol === 'udp' ? lossStatistics(result.log, probes) : undefined;
  const throughput = facts.kind === 'full' ? throughputOf(result, facts, loss?.ratio) : undefined;
  const missing: Partial<Record<Metric, string>> = {
    ...(rest === undefined ? { roundTripTime: 'no probe came back' } : {}),
    ...(scatter === undefined ? { jitter: 'too few probes came back' } : {}),
    ...(loss !== undefined
      ? {}
      : {
          loss:
            facts.relayProtocol === 'udp'
              ? 'no probe was sent'
              : 'TCP repeats what is lost: it shows as delay',
        }),
    ...(throughput === undefined && facts.kind === 'full'
      ? { throughput: 'too few datagrams came back' }
      : {}),
  };
  return {
    method: facts.method,
    ...(rest === undefined ? {} : { roundTripTime: rest }),
    ...(scatter === undefined ? {} : { jitter: scatter }),
    ...(loss === undefined ? {} : { loss }),
    ...(throughput === undefined ? {} : { throughput }),
    ...(Object.keys(missing).length === 0 ? {} : { missing }),
  };
}

function throughputOf(
  result: PlanResult,
  facts: MeasurementFacts,
  lossRatio: number | undefined,
): Throughput | undefined {
  const burst = crossings(result.log, 'burst').filter((packet) => packet.group === result.decidingGroup);
  if (facts.relayProtocol !== 'udp') {
    return streamThroughput(burst, { ...facts, capped: result.capped });
  }
  const rest = returned(restProbes(result.log)).map(transitMs);
  const estimate = estimateCapacity(burst, {
    overheadBytes: facts.overheadBytes,
    restMs: Math.min(...rest),
    scatterMs: scatterOf(rest),
  });
  if (estimate === undefined) return undefined;
  const kept = 1 - (lossRatio ?? 0);
  const reached = estimate.saturated ? estimate.kbps : estimate.arrivalKbps / Math.max(0.05, kept);
  const atLeast = reached >= facts.capKbps || (!estimate.saturated && result.capped);
  const capacityKbps = atLeast ? facts.capKbps : reached;
  return {
    capacityKbps,
    goodputKbps: capacityKbps * kept,
    ...(estimate.saturated ? { uncertainty: Math.min(1, estimate.uncertainty) } : {}),
    atLeast,
  };
}
