/** What one run has to say to the learner, and what may be told of it by the fixed limits alone. */
import { measuredNumbers, metricsOf } from '../judgement/metrics.ts';
import type { RankedServer } from '../judgement/ranking.ts';
import type { PathFacts } from '../judgement/verdict.ts';
import type { MeasuredNow } from '../notification/notification-policy.ts';
import type { Throughput } from '../report/path-metrics.ts';
import type { Measured } from '../stability/stability-types.ts';
import { bandwidthOf, type NetworkMemory } from './network-memory.ts';

/** By server: only what this run measured; an unreachable path teaches nothing. */
export function measuredPaths(
  ranked: readonly RankedServer[],
  capKbps: number | undefined,
): Readonly<Record<string, Measured>> {
  return Object.fromEntries(
    ranked.flatMap(({ server, measured }) => {
      const metrics = measured ? metricsOf(server) : undefined;
      if (metrics === undefined) return [];
      const throughputKbps = learnableKbps(metrics.throughput, capKbps);
      return [[server.provider, { ...measuredNumbers(server), throughputKbps }]];
    }),
  );
}

/** What a bound below the cap leaves out is not known: it is no news of the path, neither good nor bad. */
function learnableKbps(throughput: Throughput | undefined, capKbps = 0): number | undefined {
  if (throughput === undefined || (throughput.atLeast && throughput.capacityKbps < capKbps)) return undefined;
  return throughput.throughputKbps;
}

/** What the limits are held against before anything is told: of bandwidth the reading that counts. */
export function agreedFacts(best: RankedServer | undefined, memory: NetworkMemory, now: number): PathFacts {
  if (best === undefined) return { reachable: false };
  const { throughputKbps: _newest, ...measured } = best.facts;
  const { counts } = bandwidthOf(memory, best.server.provider, now);
  return { ...measured, ...(counts && { throughputKbps: counts.throughputKbps }) };
}

export function measuredNow(best: RankedServer | undefined): MeasuredNow {
  const metrics = best?.measured === true ? metricsOf(best.server) : undefined;
  return {
    roundTripTime: metrics?.roundTripTime !== undefined,
    jitter: metrics?.jitter !== undefined,
    loss: metrics?.loss !== undefined,
    throughput: metrics?.throughput !== undefined,
  };
}
