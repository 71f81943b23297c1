/** What is remembered between runs about the notifications of each network. */

import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { HOUR_MS } from '../base/durations.ts';
import { elapsed } from '../base/elapsed.ts';
import { ownValue } from '../base/own-value.ts';
import { textKeyed } from '../base/text-keyed.ts';
import { finite } from '../report/bounds.ts';
import { NOTIFICATION_CODES, type SummaryCode } from '../sct/sct-codes.ts';
import { boutSchema } from './notification-bout.ts';
import { type Episode, episodeSchema, recentRunSchema } from './notification-episode.ts';
import { isUsuallyBad, NOT_USUALLY_BAD, usuallyBadSchema } from './usually-bad.ts';

/** ms without a run after which an unfinished episode is forgotten: nobody knows what was between. */
const FORGET_AFTER_MS = 12 * HOUR_MS;

const networkNotificationsSchema = v.object({
  seenAt: finite,
  /** ms that usually lie between two runs. */
  every: finite,
  /** The last runs in a row by the fixed limits alone, newest last. */
  recent: v.array(recentRunSchema),
  usually: usuallyBadSchema,
  /** By summary code: the first run that had it in this good or bad spell, for the notificationID. */
  firstRunAt: textKeyed(finite),
  episode: v.exactOptional(episodeSchema),
  bout: v.exactOptional(boutSchema),
});
export type NetworkNotifications = DeepReadonly<v.InferOutput<typeof networkNotificationsSchema>>;

export const notificationStateSchema = v.object({
  version: v.literal(2),
  /** The notification that stands on the desktop, as far as we know. */
  shown: v.nullable(
    v.object({ notificationID: v.string(), network: v.string(), code: v.picklist(NOTIFICATION_CODES) }),
  ),
  /** The least recently seen one leaves. */
  networks: textKeyed(networkNotificationsSchema),
});
export type NotificationState = DeepReadonly<v.InferOutput<typeof notificationStateSchema>>;

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

/** ms in which a device that sees two networks again and again has not moved: two addresses, or two bands, of one place. */
const TURNS_MS = HOUR_MS;

/** A network seen lately whose trouble was told, when this one was seen as lately: they take turns. */
export function takesTurnsWith(
  networks: NotificationState['networks'],
  network: string,
  now: number,
): (NetworkNotifications & { readonly episode: Episode }) | undefined {
  const isNear = (one: NetworkNotifications | undefined) => one && elapsed(one.seenAt, now) < TURNS_MS;
  if (!isNear(ownValue(networks, network))) return undefined;
  for (const [key, { episode, ...rest }] of Object.entries(networks)) {
    if (key === network || !isNear(rest) || episode?.told === undefined) continue;
    // What is always so on the one says nothing of the other.
    if (episode.cause !== 'limits' || !isUsuallyBad(rest.usually)) return { ...rest, episode };
  }
  return undefined;
}

/** The codes of a bad spell keep their first run until the spell is over, and so do those of a good one. */
export function followFirstRuns(
  firstRunAt: NetworkNotifications['firstRunAt'],
  { now, summaryCode }: { readonly now: number; readonly summaryCode: SummaryCode },
  notifyAt: SummaryCode,
  episode: Episode | undefined,
): NetworkNotifications['firstRunAt'] {
  const spellOver = (code: number) => code !== summaryCode && (episode ? code > notifyAt : code <= notifyAt);
  const kept = Object.entries(firstRunAt).filter(([code]) => !spellOver(Number(code)));
  return { [summaryCode]: now, ...Object.fromEntries(kept) };
}
