/** What is remembered between runs about the notifications of each network. */

import { elapsed } from '../base/elapsed.ts';
import { ownValue } from '../base/own-value.ts';
import type { NotificationCode, SummaryCode } from '../sct/sct-codes.ts';
import type { Bout } from './notification-bout.ts';
import type { Episode, RecentRun } from './notification-episode.ts';
import { NOT_USUALLY_BAD, type UsuallyBad } from './usually-bad.ts';

/** ms without a run after which an unfinished episode is forgotten: nobody knows what was between. */
const FORGET_AFTER_MS = 12 * 3_600_000;

export interface NetworkNotifications {
  readonly seenAt: number;
  /** ms that usually lie between two runs. */
  readonly every: number;
  /** The last runs in a row by the fixed limits alone, newest last. */
  readonly recent: readonly RecentRun[];
  readonly usually: UsuallyBad;
  /** By summary code: the first run that had it in this good or bad spell, for the notificationID. */
  readonly firstRunAt: Partial<Record<SummaryCode, number>>;
  readonly episode?: Episode;
  readonly bout?: Bout;
}

export interface NotificationState {
  readonly version: 2;
  /** The notification that stands on the desktop, as far as we know. */
  readonly shown: {
    readonly notificationID: string;
    readonly network: string;
    readonly code: NotificationCode;
  } | null;
  /** The least recently seen one leaves. */
  readonly networks: Readonly<Record<string, NetworkNotifications>>;
}

export const INITIAL_NOTIFICATIONS: NotificationState = { version: 2, shown: null, networks: {} };

/** Without a connection the network often cannot be told; once there is one, no outage lasts anywhere. */
export function outagesEnded(networks: NotificationState['networks']): NotificationState['networks'] {
  return Object.fromEntries(
    Object.entries(networks).map(([key, { episode, firstRunAt, ...rest }]) => [
      key,
      episode?.cause === 'outage'
        ? { ...rest, firstRunAt: {} }
        : { ...rest, firstRunAt, ...(episode && { episode }) },
    ]),
  );
}

/** The outage of another network whose notification still stands. */
export function outageShownElsewhere(
  { shown, networks }: NotificationState,
  network: string,
): Episode | undefined {
  if (!shown || shown.network === network) return undefined;
  const episode = ownValue(networks, shown.network)?.episode;
  return episode?.cause === 'outage' ? episode : undefined;
}

export function remembered(
  networks: NotificationState['networks'],
  network: string,
  now: number,
): NetworkNotifications {
  // A replayed network may be called "constructor".
  const known = ownValue(networks, network);
  if (!known) return { seenAt: now, every: 0, recent: [], usually: NOT_USUALLY_BAD, firstRunAt: {} };
  if (elapsed(known.seenAt, now) < FORGET_AFTER_MS) return known;
  const { episode: _over, ...lasting } = known;
  return { ...lasting, recent: [], firstRunAt: {} };
}
