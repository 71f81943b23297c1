/**
 * The browser takes the notifications of an extension away when it is renewed, which here is right after a run: the one that
 * the run raised was on the desktop for a moment. It is raised once more.
 */
import { localTime } from '../core/base/local-time.ts';
import { hushAt, notificationPreferences } from '../core/notification/notification-preferences.ts';
import { notificationCodeOf } from '../core/sct/sct-codes.ts';
import { effectiveSettings } from '../platform/effective-settings.ts';
import { inTime } from '../platform/in-time.ts';
import { DESKTOP_MS, isShown } from '../platform/notifications.ts';
import { monitorItem, snoozeItem, takenNoticeItem } from '../platform/storage.ts';
import { zoneOffset } from '../platform/zone-offset.ts';
import { carryOut } from './desktop.ts';
import { qualityNotice } from './quality-notice.ts';

/** Before the extension is renewed. No renewal fails for it. */
export async function noteStanding(): Promise<void> {
  try {
    const id = (await monitorItem.get()).latest?.notificationID;
    if (id === undefined || !(await inTime(DESKTOP_MS, 'The desktop', isShown(id)))) return;
    await takenNoticeItem.set(id);
  } catch (error) {
    console.error('Precall: what stands on the desktop cannot be noted:', error);
  }
}

/** After it. First forgotten, then raised: twice would be worse than not at all. */
export async function raiseTaken(): Promise<void> {
  const id = await takenNoticeItem.get();
  if (id === null) return;
  await takenNoticeItem.set(null);
  const { latest } = await monitorItem.get();
  if (latest?.notificationID !== id || (await isShown(id))) return;
  const { settings } = await effectiveSettings();
  const now = Date.now();
  const preferences = notificationPreferences(settings.notifications, await snoozeItem.get());
  if (hushAt(now, localTime(now, zoneOffset).localMinute, preferences) !== undefined) return;
  const code = notificationCodeOf(latest.summaryCode);
  const action = { kind: 'notify', notificationID: id, code, reason: 'reminder' } as const;
  await inTime(DESKTOP_MS, 'The desktop', carryOut(qualityNotice(action, latest, settings)));
}
