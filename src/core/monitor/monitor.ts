/** The one reducer: a run report becomes a judged run, the new state, and what is to be done about it. */

import type { LocalTime } from '../base/local-time.ts';
import { ownValue } from '../base/own-value.ts';
import { leastRecentLeaves } from '../base/recent-networks.ts';
import { isInDoubt } from '../judgement/known-bandwidth.ts';
import { metricsOf } from '../judgement/metrics.ts';
import { connectivityCodeOf } from '../judgement/quality-change.ts';
import { describedServer, type RankedServer, rankServers } from '../judgement/ranking.ts';
import { summaryCodeOf } from '../judgement/verdict.ts';
import { type Place, UNKNOWN_PLACE } from '../location/place.ts';
import { decideNotification } from '../notification/notification-policy.ts';
import { notificationPreferences } from '../notification/notification-preferences.ts';
import { type PolicyAction, toldOf } from '../notification/policy-action.ts';
import type { RunReport } from '../report/run-report.ts';
import { untestable } from '../report/untestable.ts';
import { isLongMeasured } from '../schedule/next-run.ts';
import type { RunConditions, RunTrigger } from '../schedule/run-kind.ts';
import type { Settings } from '../settings/settings.ts';
import { NO_VERDICT, updateStability } from '../stability/stability.ts';
import { chooseRun, countReport, type RunWish } from './choose-run.ts';
import type { JudgedRun } from './judged-run.ts';
import { agreedFacts, measuredNow, measuredPaths } from './learnable.ts';
import type { MonitorState } from './monitor-state.ts';
import { networkKey } from './network-identity.ts';
import { bandwidthOf, type NetworkMemory, rememberRun, serverMemory } from './network-memory.ts';
import { followRhythm, LOOK_AGAIN_MS } from './outage.ts';

/** What the platform knows and the core cannot: clocks, places, identity. */
export interface RunContext extends LocalTime {
  /** ms since the epoch, end of the run. */
  readonly now: number;
  readonly trigger: RunTrigger;
  /** What speaks against a full run right after this one. */
  readonly conditions?: RunConditions;
  /** UUID of this installation. */
  readonly deviceId: string;
  /** Secret of this installation that goes into the keys of networks, and nowhere else. */
  readonly networkSalt: string;
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
  /** A run to be made before the interval is over; null: none. */
  readonly followUp: FollowUp | null;
}

export interface FollowUp {
  /** ms after the end of this run; 0: at once. */
  readonly afterMs: number;
  readonly wish: RunWish;
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
  // Where the test could not be made it saw no outage.
  const failed = !connected && untestable(report) === undefined;
  const { rhythm, confirmed } = followRhythm(state.rhythm, failed, now);
  const remembered = rememberRun(ownValue(state.networks, network), report, now);

  const ranked = rankServers(
    report.servers,
    (provider) => bandwidthOf(remembered, provider, now).counts?.throughputKbps,
  );
  const best = describedServer(ranked);
  const { state: stability, verdict } =
    connected || failed
      ? updateStability(state.stability, {
          at: now,
          day: context.day,
          localMinute: context.localMinute,
          network,
          paths: measuredPaths(ranked, report.throughputCapKbps),
          ...(best && { best: best.server.provider }),
        })
      : { state: state.stability, verdict: NO_VERDICT };
  const tells = failed || best?.measured === true;
  const judgedNow = summaryCodeOf(best?.facts ?? { reachable: false }, verdict.unstable);
  const { judged } = remembered;
  const summaryCode = tells ? judgedNow : (judged?.summaryCode ?? judgedNow);
  const measuredAt = tells ? now : (judged?.at ?? null);
  const memory: NetworkMemory =
    connected && tells ? { ...remembered, judged: { at: now, summaryCode } } : remembered;
  const decision = decideNotification(
    state.notifications,
    {
      now,
      localMinute: context.localMinute,
      deviceId: context.deviceId,
      network,
      summaryCode,
      connectivityCode,
      codeByLimits: summaryCodeOf(agreedFacts(best, memory, now), false),
      // One that is only not over yet opens nothing.
      abnormal: verdict.unstable && verdict.score >= 1 && !verdict.familiar,
      familiar: verdict.familiar,
      abnormalSince: verdict.because[0]?.since,
      abnormalMetric: verdict.because[0]?.metric,
      outage: verdict.outage,
      measured: measuredNow(best),
      confirmed: connected || confirmed,
    },
    notificationPreferences(settings.notifications, context.snoozedUntil, settings.calls.profile),
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
    measuredAt,
    confirmed: connected || confirmed,
    throughput: throughputOf(best, memory, now),
    unstable: verdict.unstable,
    score: verdict.score,
    because: verdict.because,
    normal: verdict.normal,
    notified: decision.action.kind === 'notify',
    told: toldOf(decision.action),
  };
  const next: MonitorState = {
    latest: run,
    lastNetwork: connected ? network : state.lastNetwork,
    networks: connected
      ? leastRecentLeaves({ ...state.networks, [network]: memory }, ({ seenAt }) => seenAt)
      : state.networks,
    stability,
    notifications: decision.state,
    dataUse: countReport(state.dataUse, report, { trigger: context.trigger, now, day: context.day }),
    rhythm,
  };
  return {
    state: next,
    run,
    action: decision.action,
    followUp: followUpOf(state, next, run, settings, context),
  };
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
  return networkKey(report.network, context.place, context.networkSalt);
}

/** The bandwidth that decided the tier: the one that counts, or what this run read where none does yet. */
function throughputOf(
  best: RankedServer | undefined,
  memory: NetworkMemory,
  now: number,
): JudgedRun['throughput'] {
  if (best === undefined) return null;
  const { counts } = bandwidthOf(memory, best.server.provider, now);
  const measured = metricsOf(best.server)?.throughput;
  if (counts !== undefined || measured === undefined) return counts ?? null;
  return { at: now, throughputKbps: measured.throughputKbps, atLeast: measured.atLeast };
}

/** What has to be looked at before it is believed, or is not known at all, does not wait for the interval. */
function followUpOf(
  before: MonitorState,
  after: MonitorState,
  run: JudgedRun,
  settings: Settings,
  { now, conditions, trigger }: RunContext,
): FollowUp | null {
  if (connectivityCodeOf(run.report) === 1) {
    return run.confirmed === false && untestable(run.report) === undefined
      ? { afterMs: LOOK_AGAIN_MS, wish: {} }
      : null;
  }
  const memory = ownValue(after.networks, run.network);
  const doubted = run.report.servers.find(({ provider }) => {
    const bandwidth = bandwidthOf(memory, provider, now);
    return bandwidth.doubted?.at === now && isInDoubt(bandwidth);
  });
  const wish: RunWish | undefined = doubted
    ? { fullOf: doubted.provider }
    : wishAfter(before.latest, memory, run, trigger, now);
  if (wish === undefined) return null;
  const labels = run.report.servers.map(({ provider }) => provider);
  const next = chooseRun(after, {
    trigger: 'follow-up',
    wish,
    labels,
    settings,
    now,
    ...(conditions && { conditions }),
  });
  const wanted = wish.fullOf === undefined ? 'light' : 'full';
  // What the budget does not pay now would only repeat this run.
  if (next.wait || next.run.kind !== wanted) return null;
  return { afterMs: doubted ? LOOK_AGAIN_MS : 0, wish };
}

function wishAfter(
  before: JudgedRun | null,
  memory: NetworkMemory | undefined,
  run: JudgedRun,
  trigger: RunTrigger,
  now: number,
): RunWish | undefined {
  const { best, report } = run;
  if (best === null) return undefined;
  const measured = run.measuredAt === run.at;
  if (!measured) {
    // One that was to measure and could not is tried again once; one that only tested connectivity, where nothing is known.
    const again = report.kind === 'connectivity' ? run.measuredAt === null : trigger !== 'follow-up';
    return again ? {} : undefined;
  }
  if (report.kind === 'full') return undefined;
  const { fullTestAt } = serverMemory(memory, best);
  const worse = isWorse(before, run) && isLongMeasured(fullTestAt, now);
  return memory?.fullAt === null || worse ? { fullOf: best } : undefined;
}

function isWorse(before: JudgedRun | null, run: JudgedRun): boolean {
  return before !== null && before.network === run.network && run.summaryCode < before.summaryCode;
}
