/** Runs that reached no server and yet say nothing against the line: it is not for this test to tell whether calls work. */
import { traitsOf } from './failure-reasons.ts';
import type { ProbeReport, RunReport } from './run-report.ts';

/** `relays`: the server gave a relay, which is what a call through a media server needs; `browser`: it lets nothing through. */
export type Untestable = 'relays' | 'browser';

/** Undefined when a server was reached, or the line may be at fault. */
export function untestable({ outcome, servers }: RunReport): Untestable | undefined {
  if (outcome === 'offline') return undefined;
  const probes = servers.flatMap((server) => server.probes);
  if (probes.length === 0 || probes.some(({ reachable }) => reachable)) return undefined;
  if (probes.some(givesRelays)) return 'relays';
  return probes.every(isBrowsers) ? 'browser' : undefined;
}

/** It has relays and room for one, but none of them carries to the other end of our loop. */
function givesRelays({ reason, allocationTimeMs }: ProbeReport): boolean {
  return allocationTimeMs !== undefined && (reason === 'relay-forbidden' || reason === 'no-capacity');
}

function isBrowsers({ reason }: ProbeReport): boolean {
  return reason !== undefined && (traitsOf(reason).blame === 'browser' || reason === 'test-failed');
}
