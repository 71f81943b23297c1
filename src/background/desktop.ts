/** Carries the policy's decision to the desktop. Ids are the event's, so that doing it twice changes nothing. */

import type { JudgedRun } from '../core/monitor/judged-run.ts';
import type { PolicyAction } from '../core/notification/notification-policy.ts';
import { lookOfSummary } from '../core/presentation/status-line.ts';
import { NOTIFICATION, type NotificationCode, type SummaryCode } from '../core/sct/sct-codes.ts';
import type { Settings } from '../core/settings/settings.ts';
import { iconPath } from '../platform/action.ts';
import { update } from '../platform/notification-update.browser.ts';
import { clear, type DesktopNotification, raise } from '../platform/notifications.ts';
import { explanation } from '../views/words/explanation.ts';
import { isEnglish, t } from '../views/words/text.ts';

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

/** The text, and beneath it what explains it. */
function contentOf(code: NotificationCode, settings: Settings, run?: JudgedRun): DesktopNotification {
  const summaryCode = (code / 10) as SummaryCode;
  return {
    title: t('notificationTitle'),
    message: [
      textOf(code, settings),
      ...translationOf(code, settings),
      ...(run === undefined ? [] : explanation(run, run.at)),
    ].join('\n'),
    icon: iconPath(lookOfSummary(summaryCode), 128),
  };
}

/** Shows the person that notifications work, and what they look like. */
export async function sampleNotification(settings: Settings): Promise<void> {
  await raise('sample', contentOf(500, settings));
}
