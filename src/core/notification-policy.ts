/**
 * When a desktop notification is raised, updated, cleared or kept back: one for each episode of each network.
 * Pure; its state is stored, so that it survives the worker's death and a browser restart.
 *
 * A bad run is one at or below the user's severity. An episode opens when it is certain (two red runs of three,
 * three bad ones of five, or at once: no connection, or the learner, which has already seen several runs) and ends
 * after two good runs (or at once: the connection is back, or the learner, which has its own patience, says so).
 * What quiet hours, a snooze or the cool-down keep back is raised when they are over, if the episode still lasts.
 */
import { notificationIdOf } from './notification-id.ts';
import { type Hush, hushAt, type NotificationPreferences } from './notification-preferences.ts';
import {
  type ConnectivityCode,
  type NotificationCode,
  notificationCodeOf,
  type SummaryCode,
  statusOf,
} from './sct-codes.ts';

/**
 * How many of the last runs must be bad. SmokePing raises after x bad of y and holds until z good ones; Twilio raises
 * 3 of 5. A red code is told sooner: on many networks a single amber run (1 % loss is one packet of a hundred) is
 * nothing unusual, and what is unusual the learner raises by itself.
 */
export const RAISE = { red: { bad: 2, of: 3 }, other: { bad: 3, of: 5 } } as const;
export const CLEAR_AFTER_GOOD = 2;
/** ms: a line that comes and goes is announced at most once in this time, unless it gets worse than it has been. */
export const COOL_DOWN_MS = 3_600_000;
/** ms without a run after which an unfinished episode is forgotten: nobody knows what was between. */
export const FORGET_AFTER_MS = 12 * 3_600_000;
export const MOST_NETWORKS = 20;

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
}

interface Episode {
  readonly outage: boolean;
  /** The learner's, which has seen several good runs before it says that this is over. */
  readonly abnormal: boolean;
  /** Consecutive good runs. */
  readonly good: number;
  /** The worst code the user has been told in this episode; absent while it is kept back. */
  readonly told?: SummaryCode;
}

/** Recent notifications of a network; a bout lasts until the network was good for as long as the cool-down. */
interface Bout {
  readonly worst: SummaryCode;
  readonly notifiedAt: number;
  readonly badAt: number;
}

interface NetworkNotifications {
  readonly seenAt: number;
  /** The codes of the last runs, newest last. */
  readonly recent: readonly SummaryCode[];
  /** By summary code: the first run that had it in this good or bad spell, for the notificationID. */
  readonly firstRunAt: Partial<Record<SummaryCode, number>>;
  readonly episode?: Episode;
  readonly bout?: Bout;
}

export interface NotificationState {
  readonly version: 1;
  /** The notification that stands on the desktop, as far as we know. */
  readonly shown: {
    readonly notificationID: string;
    readonly network: string;
    readonly code: NotificationCode;
  } | null;
  /** The least recently seen one leaves. */
  readonly networks: Readonly<Record<string, NetworkNotifications>>;
}

export const INITIAL_NOTIFICATIONS: NotificationState = { version: 1, shown: null, networks: {} };

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
  const { now, network, summaryCode } = input;
  const bad = summaryCode <= preferences.notifyAt;
  const before = remembered(state.networks, network, now);
  const recent = [...before.recent, summaryCode].slice(-RAISE.other.of);
  const { episode, ended } = followEpisode(before.episode, input, recent, preferences);
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
    ended: ended ?? outageShownElsewhere(state, input),
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
      networks: leastRecentLeaves({
        ...endOutagesElsewhere(state.networks, input),
        [network]: {
          seenAt: now,
          recent,
          firstRunAt,
          ...(episode && {
            episode: told === undefined ? episode : { ...episode, told: worseOf(episode.told, told) },
          }),
          ...withNotified(bout, told, now),
        },
      }),
    },
    action: choice,
    notificationID,
    clearNotification: choice.kind === 'clear' || (choice.kind === 'notify' && choice.reason === 'recovered'),
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

/** A worse status is told again: at once when nothing gets through any more, otherwise when it is certain. */
function isWorse(input: PolicyInput, told: SummaryCode, recent: readonly SummaryCode[]): boolean {
  if (statusOf(input.summaryCode) >= statusOf(told)) return false;
  return statusOf(input.summaryCode) === 1 || isCertain(recent, input.summaryCode);
}

/** The best code that is still red. */
const BEST_RED = 40;

/** Whether enough of the last runs are at or below the limit, or enough of fewer runs red as well. */
function isCertain(recent: readonly SummaryCode[], limit: SummaryCode): boolean {
  const enough = ({ bad, of }: { bad: number; of: number }, atMost: number) =>
    recent.slice(-of).filter((code) => code <= atMost).length >= bad;
  return enough(RAISE.other, limit) || enough(RAISE.red, Math.min(limit, BEST_RED));
}

function followEpisode(
  episode: Episode | undefined,
  input: PolicyInput,
  recent: readonly SummaryCode[],
  preferences: NotificationPreferences,
): { episode: Episode | undefined; ended: Episode | undefined } {
  const bad = input.summaryCode <= preferences.notifyAt;
  const outage = input.connectivityCode === 1;
  const { abnormal } = input;
  if (!episode) {
    const certain = outage || abnormal || isCertain(recent, preferences.notifyAt);
    return { episode: bad && certain ? { outage, abnormal, good: 0 } : undefined, ended: undefined };
  }
  if (bad) return { episode: { ...episode, outage, abnormal, good: 0 }, ended: undefined };
  const good = episode.good + 1;
  if (episode.outage || episode.abnormal || good >= CLEAR_AFTER_GOOD)
    return { episode: undefined, ended: episode };
  return { episode: { ...episode, good }, ended: undefined };
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

function followBout(bout: Bout | undefined, now: number, bad: boolean): Bout | undefined {
  if (!bout || elapsed(bout.badAt, now) >= COOL_DOWN_MS) {
    // While the episode lasts every run refreshes badAt, so only a calm network (or one left alone) gets here.
    return bout && bad ? { ...bout, worst: 95, badAt: now } : undefined;
  }
  return bad ? { ...bout, badAt: now } : bout;
}

function withNotified(bout: Bout | undefined, told: SummaryCode | undefined, now: number): { bout?: Bout } {
  if (told === undefined) return bout ? { bout } : {};
  return { bout: { worst: worseOf(bout?.worst, told), notifiedAt: now, badAt: now } };
}

function worseOf(a: SummaryCode | undefined, b: SummaryCode): SummaryCode {
  return a !== undefined && a < b ? a : b;
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

/** Without a connection the network often cannot be told; once there is one, no outage lasts anywhere. */
function endOutagesElsewhere(
  networks: NotificationState['networks'],
  input: PolicyInput,
): NotificationState['networks'] {
  if (input.connectivityCode === 1) return networks;
  return Object.fromEntries(
    Object.entries(networks).map(([key, { episode, firstRunAt, ...rest }]) => [
      key,
      episode?.outage ? { ...rest, firstRunAt: {} } : { ...rest, firstRunAt, ...(episode && { episode }) },
    ]),
  );
}

function outageShownElsewhere(
  { shown, networks }: NotificationState,
  input: PolicyInput,
): Episode | undefined {
  if (!shown || shown.network === input.network || input.connectivityCode === 1) return undefined;
  const episode = networks[shown.network]?.episode;
  return episode?.outage ? episode : undefined;
}

function remembered(
  networks: NotificationState['networks'],
  network: string,
  now: number,
): NetworkNotifications {
  // A replayed network may be called "constructor".
  const known = Object.hasOwn(networks, network) ? networks[network] : undefined;
  if (known && elapsed(known.seenAt, now) < FORGET_AFTER_MS) return known;
  return { seenAt: now, recent: [], firstRunAt: {} };
}

function leastRecentLeaves(
  networks: Record<string, NetworkNotifications>,
): Record<string, NetworkNotifications> {
  const entries = Object.entries(networks);
  if (entries.length <= MOST_NETWORKS) return networks;
  return Object.fromEntries(entries.sort(([, a], [, b]) => b.seenAt - a.seenAt).slice(0, MOST_NETWORKS));
}

/** A clock that was set back must not keep anything back: it counts as long ago. */
function elapsed(since: number, now: number): number {
  return now >= since ? now - since : Number.POSITIVE_INFINITY;
}
