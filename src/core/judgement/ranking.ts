/**
 * Which server a call should use, and which are acceptable.
 *
 * The rule: reachable before unreachable; then the higher summary code of the server alone (fixed limits, its own
 * numbers); then the smaller penalty in ms (round trip + 2 x jitter + 10 ms for each per cent of loss, the
 * delay-like weights of G.107's simplifications); then the order in the settings. A server is acceptable when it is
 * reachable and its own summary code is not red.
 */
import type { ServerReport } from '../report/run-report.ts';
import { colorOf, type SummaryCode } from '../sct/sct-codes.ts';
import { measuredNumbers } from './metrics.ts';
import { type PathFacts, summaryCodeOf } from './verdict.ts';

export interface RankedServer {
  readonly server: ServerReport;
  readonly facts: PathFacts;
  /** The verdict on this server alone. */
  readonly summaryCode: SummaryCode;
  readonly acceptable: boolean;
}

/** Best first. `throughputOf` gives the newest known goodput (kbit/s) of a server that this run did not measure. */
export function rankServers(
  servers: readonly ServerReport[],
  throughputOf: (provider: string) => number | undefined = () => undefined,
): RankedServer[] {
  return servers
    .map((server) => {
      const facts = factsOf(server, throughputOf(server.provider));
      const summaryCode = summaryCodeOf(facts, false);
      return { server, facts, summaryCode, acceptable: facts.reachable && colorOf(summaryCode) !== 'red' };
    })
    .sort(
      (a, b) =>
        Number(b.facts.reachable) - Number(a.facts.reachable) ||
        b.summaryCode - a.summaryCode ||
        penaltyMs(a.facts) - penaltyMs(b.facts),
    );
}

export function factsOf(server: ServerReport, knownThroughputKbps?: number): PathFacts {
  const numbers = measuredNumbers(server);
  const throughputKbps = numbers.throughputKbps ?? knownThroughputKbps;
  return {
    reachable: server.probes.some((probe) => probe.reachable),
    ...numbers,
    ...(throughputKbps !== undefined && { throughputKbps }),
  };
}

function penaltyMs({ roundTripTimeMs = 0, jitterMs = 0, lossRatio = 0 }: PathFacts): number {
  return roundTripTimeMs + 2 * jitterMs + 1000 * lossRatio;
}
