/**
 * When a desktop notification is raised, updated, cleared or kept back: one for each episode of each network.
 * Pure; its state is stored, so that it survives the worker's death and a browser restart.
 *
 * A bad run is one at or below the user's severity. An episode opens when it is certain (two red runs of three,
 * four bad ones of five, or at once: no connection, or the learner, which has already seen several runs) and ends
 * after two good runs (or at once: the connection is back, or the learner, which has its own patience, says so).
 * What quiet hours, a snooze or the cool-down keep back is raised when they are over, if the episode still lasts.
 */
import { elapsed } from '../base/elapsed.ts';
import { leastRecentLeaves } from '../base/recent-networks.ts';
import {
  type ConnectivityCode,
  type NotificationCode,
  notificationCodeOf,
  type SummaryCode,
  statusOf,
} from '../sct/sct-codes.ts';
import { type Bout, COOL_DOWN_MS, followBout, withNotified, worseOf } from './notification-bout.ts';
import { type Episode, followEpisode, RAISE, stays } from './notification-episode.ts';
import { notificationIdOf } from './notification-id.ts';
import { type Hush, hushAt, type NotificationPreferences } from './notification-preferences.ts';
import {
  type NetworkNotifications,
  type NotificationState,
  outageShownElsewhere,
  outagesEnded,
  remembered,
} from './notification-state.ts';

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
  /** The learner's verdict: several runs already say that this network is abnormally bad. */
  readonly abnormal: boolean;
  /** What this run measured; absent: everything. Without any quality `summaryCode` repeats what was judged before. */
  readonly measured?: MeasuredNow;
  /** False for an outage that only one run saw so far: a second look follows. Absent: true. */
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

export type PolicyAction =
  | {
      readonly kind: 'notify';
      readonly notificationID: string;
      readonly code: NotificationCode;
      readonly reason: 'degraded' | 'worse' | 'reminder' | 'recovered';
      /** Another notification that stands on the desktop and is to be removed. */
      readonly replaces?: string;
    }
  /** Change the text of the one that stands, silently. */
  | { readonly kind: 'update'; readonly notificationID: string; readonly code: NotificationCode }
  | { readonly kind: 'clear'; readonly notificationID: string }
  | { readonly kind: 'none'; readonly why: KeptBack };

export type KeptBack = Hush | 'good' | 'not-yet-certain' | 'already-told' | 'cool-down';

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
  const { now, network, summaryCode, abnormal } = input;
  const outage = input.connectivityCode === 1;
  if (tellsNothing(state, input)) return unchanged(state, input);
  const bad = summaryCode <= preferences.notifyAt;
  const before = remembered(state.networks, network, now);
  const codes = [...before.recent, summaryCode].slice(-RAISE.other.of);
  const { episode, ended } = followEpisode(
    before.episode,
    { bad, outage, abnormal },
    codes,
    preferences.notifyAt,
  );
  // The runs of an episode that is over do not open the next one.
  const recent = ended ? [summaryCode] : codes;
  const firstRunAt = followFirstRuns(before.firstRunAt, input, preferences, episode);
  const notificationID = notificationIdOf({
    deviceId: input.deviceId,
    network,
    notificationCode: notificationCodeOf(summaryCode),
    firstRunAt: firstRunAt[summaryCode] ?? now,
  });
  const bout = followBout(before.bout, now, bad);
  const choice = choose(state, input, preferences, {
    episode,
    ended: ended ?? (outage ? undefined : outageShownElsewhere(state, network)),
    bout,
    recent,
    bad,
    notificationID,
  });
  const told = choice.kind === 'notify' && bad ? summaryCode : undefined;
  return {
    state: {
      version: 1,
      shown: shownAfter(state.shown, choice, network),
      networks: leastRecentLeaves<NetworkNotifications>(
        {
          ...(outage ? state.networks : outagesEnded(state.networks)),
          [network]: {
            seenAt: now,
            recent,
            firstRunAt,
            ...(episode && {
              episode: told === undefined ? episode : { ...episode, told: worseOf(episode.told, told) },
            }),
            ...withNotified(bout, told, now),
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

/** A run that measured no quality, or an outage seen once: neither opens, holds nor ends anything, but an outage's episode. */
function tellsNothing(state: NotificationState, input: PolicyInput): boolean {
  if (input.connectivityCode === 1) return input.confirmed === false;
  const { measured } = input;
  if (measured === undefined || measured.roundTripTime || measured.jitter || measured.loss) return false;
  return state.networks[input.network]?.episode?.outage !== true;
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
    action: { kind: 'none', why: 'not-yet-certain' },
    notificationID: notificationIdOf({ deviceId, network, notificationCode, firstRunAt }),
    clearNotification: false,
  };
}

interface Situation {
  readonly episode: Episode | undefined;
  /** The episode that this run ended. */
  readonly ended: Episode | undefined;
  readonly bout: Bout | undefined;
  readonly recent: readonly SummaryCode[];
  readonly bad: boolean;
  readonly notificationID: string;
}

function choose(
  state: NotificationState,
  input: PolicyInput,
  preferences: NotificationPreferences,
  { episode, ended, bout, recent, bad, notificationID }: Situation,
): PolicyAction {
  const { shown } = state;
  const code = notificationCodeOf(input.summaryCode);
  const hush = hushAt(input.now, input.localMinute, preferences);
  const raise = (reason: 'degraded' | 'worse' | 'reminder' | 'recovered'): PolicyAction => ({
    kind: 'notify',
    notificationID,
    code,
    reason,
    ...(shown && shown.notificationID !== notificationID && { replaces: shown.notificationID }),
  });
  const quietly = (why: KeptBack): PolicyAction => {
    if (!shown) return { kind: 'none', why };
    const stale = shown.network !== input.network || !episode;
    if (stale) return { kind: 'clear', notificationID: shown.notificationID };
    if (!bad || shown.code === code) return { kind: 'none', why };
    return { kind: 'update', notificationID: shown.notificationID, code };
  };

  if (ended?.told !== undefined && preferences.notifyRecovery && !hush && !bad) return raise('recovered');
  if (!episode) return quietly(bad ? 'not-yet-certain' : 'good');
  if (!bad) return quietly('good');
  if (episode.told === undefined) {
    if (hush) return quietly(hush);
    const free =
      !bout || input.summaryCode < bout.worst || elapsed(bout.notifiedAt, input.now) >= COOL_DOWN_MS;
    return free ? raise('degraded') : quietly('cool-down');
  }
  if (isWorse(input, episode.told, recent) && (!bout || input.summaryCode < bout.worst)) {
    return hush ? quietly(hush) : raise('worse');
  }
  const { reminderEveryMs } = preferences;
  if (reminderEveryMs !== null && bout && elapsed(bout.notifiedAt, input.now) >= reminderEveryMs && !hush) {
    return raise('reminder');
  }
  return quietly('already-told');
}

/**
 * A worse status is told again: at once when nothing gets through any more, otherwise when it stays. A line about a
 * limit is on either side of it from run to run; who has been told once is told that by the text alone.
 */
function isWorse(input: PolicyInput, told: SummaryCode, recent: readonly SummaryCode[]): boolean {
  if (statusOf(input.summaryCode) >= statusOf(told)) return false;
  return input.connectivityCode === 1 || stays(recent, input.summaryCode);
}

/** The codes of a bad spell keep their first run until the spell is over, and so do those of a good one. */
function followFirstRuns(
  firstRunAt: NetworkNotifications['firstRunAt'],
  input: PolicyInput,
  preferences: NotificationPreferences,
  episode: Episode | undefined,
): NetworkNotifications['firstRunAt'] {
  const spellOver = (code: number) =>
    code !== input.summaryCode && (episode ? code > preferences.notifyAt : code <= preferences.notifyAt);
  const kept = Object.entries(firstRunAt).filter(([code]) => !spellOver(Number(code)));
  return { [input.summaryCode]: input.now, ...Object.fromEntries(kept) };
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
