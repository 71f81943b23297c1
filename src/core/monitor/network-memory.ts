/** What is remembered of a network and its servers from run to run. JSON. */

import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { ownValue } from '../base/own-value.ts';
import { textKeyed } from '../base/text-keyed.ts';
import {
  followBandwidth,
  type KnownBandwidth,
  type KnownThroughput,
  knownThroughputSchema,
  stillKnown,
} from '../judgement/known-bandwidth.ts';
import { connectivityCodeOf } from '../judgement/quality-change.ts';
import { isMeasured } from '../judgement/ranking.ts';
import { finite } from '../report/bounds.ts';
import { knownWaysOf } from '../report/path-metrics.ts';
import type { RunReport, ServerReport } from '../report/run-report.ts';
import { testOf } from '../report/tests-of-run.ts';
import { SUMMARY_CODES } from '../sct/sct-codes.ts';

/** One server on one network. Times in ms since the epoch; null: never. */
const serverMemorySchema = v.object({
  /** The URL that stood for it when it was last reached. */
  url: v.nullable(v.string()),
  /** Its newest full test, whether or not that told a bandwidth. */
  fullTestAt: v.nullable(finite),
  measuredAt: v.nullable(finite),
  /** Whether the newest run reached it. */
  reached: v.boolean(),
  /** A bandwidth of another tier that has yet to be confirmed. */
  doubted: v.exactOptional(knownThroughputSchema),
});
export type ServerMemory = DeepReadonly<v.InferOutput<typeof serverMemorySchema>>;

/** What the codes were when quality was last measured. */
const lastJudgedSchema = v.object({
  /** ms since the epoch. */
  at: finite,
  summaryCode: v.picklist(SUMMARY_CODES),
});

export const networkMemorySchema = v.object({
  /** ms since the epoch of the last run. */
  seenAt: finite,
  /** ms since the epoch of the newest full run. */
  fullAt: v.nullable(finite),
  /** The bandwidth that counts, by the server's label. */
  throughput: textKeyed(knownThroughputSchema),
  /** By label; absent in what an older version stored. */
  servers: v.exactOptional(textKeyed(serverMemorySchema)),
  judged: v.exactOptional(lastJudgedSchema),
});
export type NetworkMemory = DeepReadonly<v.InferOutput<typeof networkMemorySchema>>;

const NEW_SERVER: ServerMemory = { url: null, fullTestAt: null, measuredAt: null, reached: true };

export function serverMemory(network: NetworkMemory | undefined, label: string): ServerMemory {
  return ownValue(network?.servers, label) ?? NEW_SERVER;
}

/** The bandwidth of a server that is still known at `now`, of the URL given or the one it last had. */
export function bandwidthOf(
  network: NetworkMemory | undefined,
  label: string,
  now: number,
  url?: string,
): KnownBandwidth {
  const { url: last, doubted } = serverMemory(network, label);
  const counts = ownValue(network?.throughput, label);
  return stillKnown(
    { ...(counts && { counts }), ...(doubted && { doubted }) },
    url ?? last ?? undefined,
    now,
  );
}

export function rememberRun(
  before: NetworkMemory | undefined,
  report: RunReport,
  now: number,
): NetworkMemory {
  const throughput: [string, KnownThroughput][] = [];
  const servers: [string, ServerMemory][] = [];
  for (const server of report.servers) {
    const { provider } = server;
    const bandwidth = bandwidthAfter(before, server, now);
    // What was measured over another URL is kept aside: the server may come back to it.
    const kept = bandwidth.counts ?? ownValue(before?.throughput, provider);
    if (kept) throughput.push([provider, kept]);
    servers.push([provider, serverAfter(serverMemory(before, provider), report, server, bandwidth, now)]);
  }
  return {
    seenAt: now,
    fullAt: report.kind === 'full' && connectivityCodeOf(report) !== 1 ? now : (before?.fullAt ?? null),
    throughput: Object.fromEntries(throughput),
    servers: Object.fromEntries(servers),
    ...(before?.judged && { judged: before.judged }),
  };
}

function chosenOf({ chosen, probes }: ServerReport): ServerReport['probes'][number] | undefined {
  return chosen === undefined ? undefined : probes[chosen];
}

function bandwidthAfter(
  before: NetworkMemory | undefined,
  server: ServerReport,
  now: number,
): KnownBandwidth {
  const probe = chosenOf(server);
  const known = bandwidthOf(before, server.provider, now, probe?.url);
  const measured = probe?.metrics?.throughput;
  if (probe === undefined || measured === undefined) return known;
  return followBandwidth(known, {
    at: now,
    throughputKbps: measured.throughputKbps,
    ...knownWaysOf(measured),
    atLeast: measured.atLeast,
    url: probe.url,
    ...(measured.uncertainty !== undefined && { uncertainty: measured.uncertainty }),
  });
}

function serverAfter(
  before: ServerMemory,
  report: RunReport,
  server: ServerReport,
  { doubted }: KnownBandwidth,
  now: number,
): ServerMemory {
  const reached = server.probes.some((probe) => probe.reachable);
  const asked = testOf(report, server.provider) === 'full' && reached;
  return {
    url: chosenOf(server)?.url ?? before.url,
    fullTestAt: asked ? now : before.fullTestAt,
    measuredAt: isMeasured(server) ? now : before.measuredAt,
    reached,
    ...(doubted && { doubted }),
  };
}
