/**
 * Which server a call should use, and which are acceptable.
 *
 * The rule, by what is known of the server alone (fixed limits, its own numbers):
 * 1. measured and not red; then reachable but not measured; then red; then unreachable;
 * 2. stable before unstable;
 * 3. its bandwidth known before unknown: a server is not ranked by a bandwidth that nobody measured;
 * 4. the higher summary code;
 * 5. the smaller penalty in ms (round trip + 2 x jitter + 10 ms for each per cent of loss, the delay-like weights of
 *    G.107's simplifications), an unknown round trip last; then the order in the settings.
 * A server is acceptable when it is reachable and nothing that was measured of it is red.
 */
import type { ServerReport } from '../report/run-report.ts';
import { colorOf, type SummaryCode } from '../sct/sct-codes.ts';
import { measuredWays } from './measured-ways.ts';
import { measuredNumbers, metricsOf } from './metrics.ts';
import { isUnstableByLimits, type PathFacts, summaryCodeOf } from './verdict.ts';

export interface RankedServer {
  readonly server: ServerReport;
  readonly facts: PathFacts;
  /** Whether this run measured its quality; ICE's own checks are no measurement. */
  readonly measured: boolean;
  /** The verdict on this server alone; of a server that was not measured, on the little that is known. */
  readonly summaryCode: SummaryCode;
  readonly acceptable: boolean;
}

/** Best first. `throughputOf` gives the goodput (kbit/s) that counts for a server, measured now or remembered. */
export function rankServers(
  servers: readonly ServerReport[],
  throughputOf: (provider: string) => number | undefined = () => undefined,
): RankedServer[] {
  return servers
    .map((server) => {
      const facts = factsOf(server, throughputOf(server.provider));
      const summaryCode = summaryCodeOf(facts, false);
      const acceptable = facts.reachable && colorOf(summaryCode) !== 'red';
      return { server, facts, measured: isMeasured(server), summaryCode, acceptable };
    })
    .sort(
      (a, b) =>
        groupOf(a) - groupOf(b) ||
        Number(b.measured) - Number(a.measured) ||
        Number(isUnstableByLimits(a.facts)) - Number(isUnstableByLimits(b.facts)) ||
        Number(hasBandwidth(b)) - Number(hasBandwidth(a)) ||
        b.summaryCode - a.summaryCode ||
        byPenalty(a.facts, b.facts),
    );
}

/**
 * The server that the codes describe: the best one, as a call uses the best path; where not everything was measured,
 * the best of what was. Undefined when none was reached.
 */
export function describedServer(ranked: readonly RankedServer[]): RankedServer | undefined {
  const reached = ranked.filter(({ facts }) => facts.reachable);
  return reached.find(({ measured }) => measured) ?? reached[0];
}

export function isMeasured(server: ServerReport): boolean {
  const metrics = metricsOf(server);
  if (metrics === undefined || metrics.method === 'ice-checks') return false;
  const { roundTripTime, jitter, loss, throughput } = metrics;
  return [roundTripTime, jitter, loss, throughput].some((metric) => metric !== undefined);
}

export function factsOf(server: ServerReport, countingThroughputKbps?: number): PathFacts {
  const numbers = measuredNumbers(server);
  const throughputKbps = countingThroughputKbps ?? numbers.throughputKbps;
  return {
    reachable: server.probes.some((probe) => probe.reachable),
    ...numbers,
    ...measuredWays(server),
    ...(throughputKbps !== undefined && { throughputKbps }),
  };
}

function groupOf({ facts, measured, acceptable }: RankedServer): number {
  if (!facts.reachable) return 3;
  if (!acceptable) return 2;
  return measured ? 0 : 1;
}

function hasBandwidth({ facts }: RankedServer): boolean {
  return facts.throughputKbps !== undefined;
}

function byPenalty(a: PathFacts, b: PathFacts): number {
  const unknown = Number(a.roundTripTimeMs === undefined) - Number(b.roundTripTimeMs === undefined);
  return unknown || penaltyMs(a) - penaltyMs(b);
}

function penaltyMs({ roundTripTimeMs = 0, jitterMs = 0, lossRatio = 0 }: PathFacts): number {
  return roundTripTimeMs + 2 * jitterMs + 1000 * lossRatio;
}
