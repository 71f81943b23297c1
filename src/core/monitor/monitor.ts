/** The one reducer: a run report becomes a judged run, the new state, and what is to be done about it. */

import { elapsed } from '../base/elapsed.ts';
import type { LocalTime } from '../base/local-time.ts';
import { leastRecentLeaves } from '../base/recent-networks.ts';
import { measuredNumbers, metricsOf } from '../judgement/metrics.ts';
import { connectivityCodeOf } from '../judgement/quality-change.ts';
import { type RankedServer, rankServers } from '../judgement/ranking.ts';
import { summaryCodeOf } from '../judgement/verdict.ts';
import { type Place, UNKNOWN_PLACE } from '../location/place.ts';
import { decideNotification, type PolicyAction } from '../notification/notification-policy.ts';
import { notificationPreferences } from '../notification/notification-preferences.ts';
import type { Throughput } from '../report/path-metrics.ts';
import type { RunKind, RunReport } from '../report/run-report.ts';
import { untestable } from '../report/untestable.ts';
import { countRun } from '../schedule/data-budget.ts';
import {
  chooseRunKind,
  FRESH_FULL_MS,
  type RunConditions,
  type RunTrigger,
  staysLight,
} from '../schedule/run-kind.ts';
import type { Settings } from '../settings/settings.ts';
import { updateStability } from '../stability/stability.ts';
import type { StabilityVerdict } from '../stability/stability-types.ts';
import type { JudgedRun, KnownThroughput } from './judged-run.ts';
import type { MonitorState, NetworkMemory } from './monitor-state.ts';
import { networkKey } from './network-identity.ts';

const MB = 1_000_000;

/** What the platform knows and the core cannot: clocks, places, identity. */
export interface RunContext extends LocalTime {
  /** ms since the epoch, end of the run. */
  readonly now: number;
  readonly trigger: RunTrigger;
  /** What speaks against a full run right after this one. */
  readonly conditions?: RunConditions;
  /** UUID of this installation. */
  readonly deviceId: string;
  /** Key of the network where it is known already: a replayed run no longer holds its addresses. */
  readonly network?: string;
  /** Where `report.network`'s address is. */
  readonly place?: Place;
  /** ms since the epoch; null: not snoozed. */
  readonly snoozedUntil: number | null;
}

export interface MonitorStep {
  readonly state: MonitorState;
  readonly run: JudgedRun;
  readonly action: PolicyAction;
  /** A run to be made at once; null: wait for the interval. */
  readonly followUp: RunKind | null;
}

export function applyReport(
  state: MonitorState,
  report: RunReport,
  settings: Settings,
  context: RunContext,
): MonitorStep {
  const { now } = context;
  const place = context.place ?? UNKNOWN_PLACE;
  const connectivityCode = connectivityCodeOf(report);
  const connected = connectivityCode !== 1;
  const network = networkOf(state, report, context);
  const memory = rememberThroughput(state.networks[network], report, now);

  const ranked = rankServers(report.servers, (provider) => memory.throughput[provider]?.throughputKbps);
  const best = ranked.find(({ facts }) => facts.reachable);
  const { stability, verdict } = learn(state, best, report.throughputCapKbps, network, now);
  const summaryCode = summaryCodeOf(best?.facts ?? { reachable: false }, verdict.unstable);
  const decision = decideNotification(
    state.notifications,
    {
      now,
      localMinute: context.localMinute,
      deviceId: context.deviceId,
      network,
      summaryCode,
      connectivityCode,
      abnormal: verdict.unstable,
      // Where the test could not be made it saw no outage.
      confirmed: untestable(report) === undefined,
    },
    notificationPreferences(settings.notifications, context.snoozedUntil),
  );

  const run: JudgedRun = {
    runId: report.runId,
    at: now,
    trigger: context.trigger,
    network,
    report,
    deviceId: context.deviceId,
    place: { isp: place.isp, city: place.city, country: place.country },
    summaryCode,
    notificationID: decision.notificationID,
    clearNotification: decision.clearNotification,
    ranking: ranked.map(({ server, acceptable }) => ({ provider: server.provider, acceptable })),
    best: best?.server.provider ?? null,
    throughput: (best && memory.throughput[best.server.provider]) ?? null,
    unstable: verdict.unstable,
    score: verdict.score,
    because: verdict.because,
    normal: verdict.normal,
    notified: decision.action.kind === 'notify',
  };
  const next: MonitorState = {
    latest: run,
    lastNetwork: connected ? network : state.lastNetwork,
    networks: connected
      ? leastRecentLeaves({ ...state.networks, [network]: memory }, ({ seenAt }) => seenAt)
      : state.networks,
    stability,
    notifications: decision.state,
    dataUse: countRun(
      state.dataUse,
      { kind: report.kind, bytes: report.bytesSent + report.bytesReceived },
      settings.data.budgetMbPerDay * MB,
      now,
      context.day,
    ),
  };
  return {
    state: next,
    run,
    action: decision.action,
    followUp: followUpOf(state, next, run, settings, context),
  };
}

/** Which run to make now, before anything is known of the network it will meet. */
export function nextRunKind(
  state: MonitorState,
  trigger: RunTrigger,
  settings: Settings,
  now: number,
  conditions: RunConditions = {},
): RunKind {
  const lastFullAt = state.lastNetwork === null ? null : (state.networks[state.lastNetwork]?.fullAt ?? null);
  const budgetBytes = settings.data.budgetMbPerDay * MB;
  const stayLight = staysLight(conditions, settings);
  return chooseRunKind({ trigger, dataUse: state.dataUse, budgetBytes, lastFullAt, now, stayLight });
}

/**
 * A run that reached no server cannot say where it is: it belongs to the network of the run before. So does one on
 * the same host address whose public address did not come back: on a bad line it may be lost, and that must not
 * make the line a new network with nothing known of it.
 */
function networkOf(state: MonitorState, report: RunReport, context: RunContext): string {
  if (context.network !== undefined) return context.network;
  const { hostAddress, serverReflexiveAddress } = report.network;
  const before = state.latest?.report.network;
  const stayed =
    serverReflexiveAddress === undefined && hostAddress !== undefined && hostAddress === before?.hostAddress;
  const reached = connectivityCodeOf(report) !== 1;
  if ((stayed || !reached) && state.lastNetwork !== null) return state.lastNetwork;
  return networkKey(report.network, context.place, context.deviceId);
}

function rememberThroughput(
  before: NetworkMemory | undefined,
  report: RunReport,
  now: number,
): NetworkMemory {
  const measured: Record<string, KnownThroughput> = {};
  for (const server of report.servers) {
    const throughput = metricsOf(server)?.throughput;
    if (throughput === undefined) continue;
    measured[server.provider] = {
      at: now,
      throughputKbps: throughput.throughputKbps,
      atLeast: throughput.atLeast,
    };
  }
  const known = new Set(report.servers.map((server) => server.provider));
  const kept = Object.entries(before?.throughput ?? {}).filter(([provider]) => known.has(provider));
  return {
    seenAt: now,
    fullAt: report.kind === 'full' ? now : (before?.fullAt ?? null),
    throughput: { ...Object.fromEntries(kept), ...measured },
  };
}

/** The learner sees only what this run measured of the best path; an unreachable network teaches it nothing. */
function learn(
  state: MonitorState,
  best: RankedServer | undefined,
  capKbps: number | undefined,
  network: string,
  now: number,
): { stability: MonitorState['stability']; verdict: StabilityVerdict } {
  const metrics = best && metricsOf(best.server);
  if (best === undefined || metrics === undefined) {
    return { stability: state.stability, verdict: { unstable: false, score: 0, because: [], normal: {} } };
  }
  const learnt = updateStability(state.stability, {
    at: now,
    network,
    ...measuredNumbers(best.server),
    throughputKbps: learnableKbps(metrics.throughput, capKbps),
  });
  return { stability: learnt.state, verdict: learnt.verdict };
}

/** What a bound below the cap leaves out is not known: it is no news of the path, neither good nor bad. */
function learnableKbps(throughput: Throughput | undefined, capKbps = 0): number | null {
  if (throughput === undefined || (throughput.atLeast && throughput.capacityKbps < capKbps)) return null;
  return throughput.throughputKbps;
}

function followUpOf(
  before: MonitorState,
  after: MonitorState,
  run: JudgedRun,
  settings: Settings,
  { now, conditions }: RunContext,
): RunKind | null {
  if (run.report.kind === 'full' || connectivityCodeOf(run.report) === 1) return null;
  const memory = after.networks[run.network];
  const firstHere = memory?.fullAt === null;
  const worse = isWorse(before.latest, run) && elapsed(memory?.fullAt ?? 0, now) > FRESH_FULL_MS / 4;
  if (!firstHere && !worse) return null;
  return nextRunKind(after, 'follow-up', settings, now, conditions) === 'full' ? 'full' : null;
}

function isWorse(before: JudgedRun | null, run: JudgedRun): boolean {
  return before !== null && before.network === run.network && run.summaryCode < before.summaryCode;
}
