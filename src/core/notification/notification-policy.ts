/**
 * When a desktop notification is raised, updated, cleared or kept back: one for each episode of each network.
 * Pure; its state is stored, so that it survives the worker's death and a browser restart.
 *
 * One rule decides what is told: it is certain (runs that fail beyond what is usual here, or the learner, which has
 * seen several runs), it is not usual here (what is only beyond the fixed limits is told once of a network that is
 * usually so), once an episode, and after a cool-down that grows where there is no calm between. What quiet hours, a snooze or the cool-down keep
 * back is raised when they are over, if the episode still lasts.
 */

import { elapsed } from '../base/elapsed.ts';
import { ownValue } from '../base/own-value.ts';
import { leastRecentLeaves } from '../base/recent-networks.ts';
import { usualInterval } from '../base/usual-interval.ts';
import { type ConnectivityCode, notificationCodeOf, type SummaryCode, statusOf } from '../sct/sct-codes.ts';
import {
  type Bout,
  boutAfter,
  boutOfBoth,
  hasLasted,
  isCalm,
  isCoolingDown,
  isFresh,
  worseOf,
} from './notification-bout.ts';
import {
  asTold,
  type Cause,
  causeOf,
  type Episode,
  followEpisode,
  type RecentRun,
  runsInARow,
  stays,
} from './notification-episode.ts';
import { notificationIdOf } from './notification-id.ts';
import { hushAt, type NotificationPreferences } from './notification-preferences.ts';
import {
  followFirstRuns,
  type NetworkNotifications,
  type NotificationState,
  outageShownElsewhere,
  outagesEnded,
  remembered,
  takesTurnsWith,
} from './notification-state.ts';
import type { PolicyAction } from './policy-action.ts';
import type { KeptBack, Telling } from './told.ts';
import { followUsuallyBad, isLongKnown, isUsuallyBad, type UsuallyBad } from './usually-bad.ts';

export interface PolicyInput {
  /** ms since the epoch. */
  readonly now: number;
  /** Minutes past local midnight, for quiet hours. */
  readonly localMinute: number;
  readonly deviceId: string;
  /** Opaque key of the network. */
  readonly network: string;
  readonly summaryCode: SummaryCode;
  readonly connectivityCode: ConnectivityCode;
  /** The code by the fixed limits and what this very run measured; bandwidth, as far as two full runs agree. */
  readonly codeByLimits: SummaryCode;
  /** The learner's verdict: several runs already say that this network is abnormally bad. */
  readonly abnormal: boolean;
  /** ms since the epoch: when that began; absent: with this run. */
  readonly abnormalSince?: number | undefined;
  /** The learner's verdict: it is so again and again. Absent: false. */
  readonly familiar?: boolean;
  /** The metric that is the most abnormal. */
  readonly abnormalMetric?: string | undefined;
  /** The learner's verdict: more runs in a row fail than is usual here. */
  readonly outage: boolean;
  /** What this run measured; absent: everything. Without any quality `summaryCode` repeats what was judged before. */
  readonly measured?: MeasuredNow;
  /** False where the test could not be made: it says nothing of the network. Absent: true. */
  readonly confirmed?: boolean;
}

/** What a run itself measured of the path that its codes describe. */
export interface MeasuredNow {
  readonly roundTripTime: boolean;
  readonly jitter: boolean;
  readonly loss: boolean;
  /** False: the bandwidth that decided the tier is a remembered one, or none is known. */
  readonly throughput: boolean;
}

export interface NotificationDecision {
  readonly state: NotificationState;
  readonly action: PolicyAction;
  /** For the event of this run, whether or not anything is raised. */
  readonly notificationID: string;
  /** The event's field: what was notified no longer holds. */
  readonly clearNotification: boolean;
}

export function decideNotification(
  state: NotificationState,
  input: PolicyInput,
  preferences: NotificationPreferences,
): NotificationDecision {
  if (tellsNothing(state, input)) return unchanged(state, input);
  const { now, network, summaryCode } = input;
  const bad = summaryCode <= preferences.notifyAt;
  const before = remembered(state.networks, network, now);
  const inARow = runsInARow(before, now, input.codeByLimits);
  const followed = followUsuallyBad(before.usually, input.codeByLimits <= preferences.notifyAt);
  const cause = causeOf(input, inARow, preferences.notifyAt);
  const about = cause === 'abnormal' ? input.abnormalMetric : cause;
  const turn = takesTurnsWith(state.networks, network, now);
  const boutBefore = boutOfBoth(before.bout, turn?.bout, now);
  const { episode: followedEpisode, ended } = followEpisode(before.episode, {
    bad,
    cause,
    isNormalKnown: isLongKnown(followed),
    isUsuallyBad: isUsuallyBad(followed),
    calm: isCalm(boutBefore, about, now),
  });
  const known = turn?.episode.told ?? (hasLasted(boutBefore, input) ? boutBefore?.worst : undefined);
  const episode = asTold(followedEpisode, known);
  // Who has been told of a bad time that never ended, or of any lately, knows what is usual here.
  const knows = episode?.told !== undefined || isFresh(boutBefore, now);
  const usually = { ...followed, told: followed.told || (isUsuallyBad(followed) && knows) };
  // The runs of an episode that is over do not open the next one.
  const recent = ended ? inARow.slice(-1) : inARow;
  const firstRunAt = followFirstRuns(before.firstRunAt, input, preferences.notifyAt, episode);
  const notificationID = notificationIdOf({
    deviceId: input.deviceId,
    network,
    notificationCode: notificationCodeOf(summaryCode),
    firstRunAt: firstRunAt[summaryCode] ?? now,
  });
  const choice = choose(state, input, preferences, {
    episode,
    ended: ended ?? (input.connectivityCode === 1 ? undefined : outageShownElsewhere(state, network)),
    bout: boutBefore,
    recent,
    usually,
    bad,
    cause,
    notificationID,
  });
  const told = choice.kind === 'notify' && bad ? summaryCode : undefined;
  // A line that is bad as usual is calm.
  const troubled = bad && episode !== undefined && !(episode.cause === 'limits' && isUsuallyBad(followed));
  const bout = boutAfter(boutBefore, { told, about, fresh: episode?.fresh === true, troubled }, now);
  return {
    state: {
      version: 2,
      shown: shownAfter(state.shown, choice, network),
      networks: leastRecentLeaves<NetworkNotifications>(
        {
          ...(episode?.cause === 'outage' ? state.networks : outagesEnded(state.networks)),
          [network]: {
            seenAt: now,
            every: usualInterval(before.every, now - before.seenAt),
            recent,
            usually: { ...usually, told: usually.told || (told !== undefined && isUsuallyBad(usually)) },
            firstRunAt,
            ...(episode && {
              episode: told === undefined ? episode : { ...episode, told: worseOf(episode.told, told) },
            }),
            ...(bout && { bout }),
          },
        },
        ({ seenAt }) => seenAt,
      ),
    },
    action: choice,
    notificationID,
    clearNotification: choice.kind === 'clear' || (choice.kind === 'notify' && choice.reason === 'recovered'),
  };
}

/** A run that measured no quality neither opens, holds nor ends anything, but an outage's episode. */
function tellsNothing(state: NotificationState, input: PolicyInput): boolean {
  if (input.connectivityCode === 1) return input.confirmed === false;
  const { measured } = input;
  if (measured === undefined || measured.roundTripTime || measured.jitter || measured.loss) return false;
  return ownValue(state.networks, input.network)?.episode?.cause !== 'outage';
}

function unchanged(state: NotificationState, input: PolicyInput): NotificationDecision {
  const { network, summaryCode, now, deviceId } = input;
  const before = remembered(state.networks, network, now);
  const firstRunAt = before.firstRunAt[summaryCode] ?? now;
  const notificationCode = notificationCodeOf(summaryCode);
  // Should the second look see it as well, it is one episode from its first run on.
  const isFirstLook = input.connectivityCode === 1;
  const seen = { ...before, firstRunAt: { ...before.firstRunAt, [summaryCode]: firstRunAt } };
  return {
    state: isFirstLook ? { ...state, networks: { ...state.networks, [network]: seen } } : state,
    action: { kind: 'none', why: 'unsure' },
    notificationID: notificationIdOf({ deviceId, network, notificationCode, firstRunAt }),
    clearNotification: false,
  };
}

interface Situation {
  readonly episode: Episode | undefined;
  /** The episode that this run ended. */
  readonly ended: Episode | undefined;
  readonly bout: Bout | undefined;
  readonly recent: readonly RecentRun[];
  readonly usually: UsuallyBad;
  readonly bad: boolean;
  /** Of this very run: an episode outlasts some runs that are certain of nothing. */
  readonly cause: Cause | undefined;
  readonly notificationID: string;
}

function choose(
  state: NotificationState,
  input: PolicyInput,
  preferences: NotificationPreferences,
  { episode, ended, bout, recent, usually, bad, cause, notificationID }: Situation,
): PolicyAction {
  const { shown } = state;
  const code = notificationCodeOf(input.summaryCode);
  const hush = hushAt(input.now, input.localMinute, preferences);
  const raise = (reason: Telling): PolicyAction => ({
    kind: 'notify',
    notificationID,
    code,
    reason,
    ...(shown && shown.notificationID !== notificationID && { replaces: shown.notificationID }),
  });
  const quietly = (why: KeptBack): PolicyAction => {
    if (!shown) return { kind: 'none', why };
    const stale = shown.network !== input.network || !episode;
    if (stale) return { kind: 'clear', notificationID: shown.notificationID, why };
    if (!bad || shown.code === code) return { kind: 'none', why };
    return { kind: 'update', notificationID: shown.notificationID, code, why };
  };

  if (ended?.told !== undefined && preferences.notifyRecovery && !hush && !bad) return raise('recovered');
  if (!bad) return quietly('good');
  const isUsual = (isUsuallyBad(usually) && usually.told) || input.familiar === true;
  if (!episode) return quietly(isUsual ? 'usual' : 'unsure');
  if (episode.told === undefined) {
    const byLimits = episode.cause === 'limits';
    if (cause === undefined || (cause === 'limits' && !byLimits)) return quietly('unsure');
    if (byLimits && (usually.told || !isUsuallyBad(usually))) return quietly('usual');
    if (hush) return quietly(hush);
    if (isCoolingDown(bout, input.now, episode.fresh) && !isWorse(input, bout, recent))
      return quietly('cool-down');
    return raise(byLimits && isLongKnown(usually) ? 'usually-bad' : 'degraded');
  }
  if (isWorse(input, bout, recent)) return hush ? quietly(hush) : raise('worse');
  const { reminderEveryMs } = preferences;
  if (reminderEveryMs !== null && bout && elapsed(bout.notifiedAt, input.now) >= reminderEveryMs && !hush) {
    return raise('reminder');
  }
  return quietly('told');
}

/**
 * A worse status is told again: at once when nothing gets through any more, otherwise when it stays and the cool-down
 * is over. A line about a limit is on either side of it from run to run; who has been told once is told that by the
 * text alone.
 */
function isWorse(input: PolicyInput, bout: Bout | undefined, recent: readonly RecentRun[]): boolean {
  if (bout === undefined || statusOf(input.summaryCode) >= statusOf(bout.worst)) return false;
  if (input.connectivityCode === 1) return input.outage;
  return input.abnormal && stays(recent, input.summaryCode) && !isCoolingDown(bout, input.now);
}

function shownAfter(
  shown: NotificationState['shown'],
  action: PolicyAction,
  network: string,
): NotificationState['shown'] {
  if (action.kind === 'none') return shown;
  // Nothing has to be taken back from "recovered": it stays true until it fades by itself.
  if (action.kind === 'clear' || (action.kind === 'notify' && action.reason === 'recovered')) return null;
  const { notificationID, code } = action;
  return { notificationID, network, code };
}
