/** What is remembered between runs about the notifications of each network. */
import { elapsed } from '../base/elapsed.ts';
import type { NotificationCode, SummaryCode } from '../sct/sct-codes.ts';
import type { Bout } from './notification-bout.ts';
import type { Episode } from './notification-episode.ts';

/** ms without a run after which an unfinished episode is forgotten: nobody knows what was between. */
const FORGET_AFTER_MS = 12 * 3_600_000;

export interface NetworkNotifications {
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

/** Without a connection the network often cannot be told; once there is one, no outage lasts anywhere. */
export function outagesEnded(networks: NotificationState['networks']): NotificationState['networks'] {
  return Object.fromEntries(
    Object.entries(networks).map(([key, { episode, firstRunAt, ...rest }]) => [
      key,
      episode?.outage ? { ...rest, firstRunAt: {} } : { ...rest, firstRunAt, ...(episode && { episode }) },
    ]),
  );
}

/** The outage of another network whose notification still stands. */
export function outageShownElsewhere(
  { shown, networks }: NotificationState,
  network: string,
): Episode | undefined {
  if (!shown || shown.network === network) return undefined;
  const episode = networks[shown.network]?.episode;
  return episode?.outage ? episode : undefined;
}

export function remembered(
  networks: NotificationState['networks'],
  network: string,
  now: number,
): NetworkNotifications {
  // A replayed network may be called "constructor".
  const known = Object.hasOwn(networks, network) ? networks[network] : undefined;
  if (known && elapsed(known.seenAt, now) < FORGET_AFTER_MS) return known;
  return { seenAt: now, recent: [], firstRunAt: {} };
}
