/** Carries the policy's decision to the desktop. Ids are the event's, so that doing it twice changes nothing. */

import type { JudgedRun } from '../core/monitor/monitor-state.ts';
import type { PolicyAction } from '../core/notification/notification-policy.ts';
import { lookOfColor } from '../core/sct/look.ts';
import { colorOf, NOTIFICATION, type NotificationCode, type SummaryCode } from '../core/sct/sct-codes.ts';
import type { Settings } from '../core/settings/settings.ts';
import { iconPath } from '../platform/action.ts';
import { update } from '../platform/notification-update.browser.ts';
import { clear, type DesktopNotification, raise } from '../platform/notifications.ts';
import { becauseText } from '../views/because.ts';
import { blameText } from '../views/credentials-words.ts';
import { isEnglish, t } from '../views/text.ts';

export async function carryOut(action: PolicyAction, run: JudgedRun, settings: Settings): Promise<void> {
  switch (action.kind) {
    case 'notify':
      if (action.replaces !== undefined) await clear(action.replaces);
      await raise(action.notificationID, contentOf(action.code, settings, run));
      return;
    case 'update':
      await update(action.notificationID, contentOf(action.code, settings, run));
      return;
    case 'clear':
      await clear(action.notificationID);
      return;
    case 'none':
      return;
  }
}

/** The user's own text for this code, else the contract's. */
export function textOf(code: NotificationCode, settings: Settings): string {
  return settings.notifications.texts[String(code)] || NOTIFICATION[code];
}

/** Beneath the contract's English, for who reads another language; the user's own words stand alone. */
function translationOf(code: NotificationCode, settings: Settings): string[] {
  return isEnglish() || settings.notifications.texts[String(code)] ? [] : [t(`notification_${code}`)];
}

/**
 * The text, and beneath it that credentials and not the network are to blame, or what the learner saw: what it is
 * now, what is normal here, and since when.
 */
function contentOf(code: NotificationCode, settings: Settings, run?: JudgedRun): DesktopNotification {
  const summaryCode = (code / 10) as SummaryCode;
  const blame = run && blameText(run.report);
  const because = run?.because.map((each) => becauseText(each, run.at)) ?? [];
  return {
    title: t('notificationTitle'),
    message: [
      textOf(code, settings),
      ...translationOf(code, settings),
      ...(blame === undefined ? [] : [blame]),
      ...because,
    ].join('\n'),
    icon: iconPath(lookOfColor(colorOf(summaryCode)), 128),
  };
}

/** Shows the person that notifications work, and what they look like. */
export async function sampleNotification(settings: Settings): Promise<void> {
  await raise('sample', contentOf(500, settings));
}
