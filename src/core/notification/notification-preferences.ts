/** What the user chose about notifications, as the policy needs it. */

import { HOUR_MS } from '../base/durations.ts';
import { endOfLocalDay, type ZoneOffset } from '../base/local-time.ts';
import { bestCodeOf, type SummaryCode } from '../sct/sct-codes.ts';
import type { CallProfile, SEVERITIES, Settings } from '../settings/settings.ts';
import type { Hush } from './told.ts';

/** Already resolved to plain values (see settings). */
export interface NotificationPreferences {
  readonly enabled: boolean;
  /** Notify at this summary code and worse (lower). */
  readonly notifyAt: SummaryCode;
  /** Minutes past local midnight; may run over midnight. Null: none. */
  readonly quietHours: { readonly fromMinute: number; readonly toMinute: number } | null;
  /** ms since the epoch until which nothing is raised; null: no snooze. */
  readonly snoozedUntil: number | null;
  readonly notifyRecovery: boolean;
  /** ms between reminders while an episode lasts; null: none. */
  readonly reminderEveryMs: number | null;
}

/** The best summary code that is still notified. */
const NOTIFY_AT: Record<(typeof SEVERITIES)[number], SummaryCode> = {
  red: bestCodeOf('red'),
  'amber-fair': bestCodeOf('amber fair'),
  'amber-good': bestCodeOf('amber good'),
};

/** For who only talks: better codes miss nothing but bandwidth. */
const VOICE_NOTIFY_AT = bestCodeOf('amber fair');

export function notificationPreferences(
  chosen: Settings['notifications'],
  snoozedUntil: number | null,
  profile: CallProfile = 'video-and-sharing',
): NotificationPreferences {
  const notifyAt = NOTIFY_AT[chosen.severity];
  return {
    enabled: chosen.enabled,
    notifyAt: profile === 'voice' && notifyAt > VOICE_NOTIFY_AT ? VOICE_NOTIFY_AT : notifyAt,
    quietHours: chosen.quietHours,
    snoozedUntil,
    notifyRecovery: chosen.notifyRecovery,
    reminderEveryMs: chosen.reminderMinutes === null ? null : chosen.reminderMinutes * 60_000,
  };
}

/** Why nothing may be raised now; absent when it may. `localMinute` is minutes past local midnight. */
export function hushAt(
  now: number,
  localMinute: number,
  preferences: NotificationPreferences,
): Hush | undefined {
  if (!preferences.enabled) return 'off';
  if (preferences.snoozedUntil !== null && now < preferences.snoozedUntil) return 'snoozed';
  if (preferences.quietHours !== null && isWithin(localMinute, preferences.quietHours)) return 'quiet-hours';
  return undefined;
}

/** From inclusive, to exclusive; equal ends mean no quiet hours. */
function isWithin(minute: number, hours: { fromMinute: number; toMinute: number }): boolean {
  const { fromMinute, toMinute } = hours;
  if (fromMinute <= toMinute) return minute >= fromMinute && minute < toMinute;
  return minute >= fromMinute || minute < toMinute;
}

export const SNOOZES = ['one-hour', 'four-hours', 'today'] as const;
export type Snooze = (typeof SNOOZES)[number];

/** When a snooze that begins now ends, ms since the epoch; `today` ends at the next local midnight. */
export function snoozeUntil(now: number, snooze: Snooze, offsetAt: ZoneOffset): number {
  if (snooze === 'today') return endOfLocalDay(now, offsetAt);
  return now + (snooze === 'one-hour' ? HOUR_MS : 4 * HOUR_MS);
}
