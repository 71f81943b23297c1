/** Carries notices to the desktop. Of their kinds it knows the titles. */
import type { Notice, NoticeAction, NoticeKind } from '../core/presentation/notice.ts';
import { iconPath } from '../platform/action.ts';
import { update } from '../platform/browsers/notification-update.browser.ts';
import { clear, type DesktopNotification, raise } from '../platform/notifications.ts';
import { type TextKey, t } from '../views/words/text.ts';

const TITLE: Readonly<Record<NoticeKind, TextKey>> = {
  quality: 'notificationTitle',
  sample: 'notificationTitle',
};

export async function carryOut(action: NoticeAction): Promise<void> {
  switch (action.kind) {
    case 'raise':
      if (action.replaces !== undefined) await clear(action.replaces);
      await raise(action.notice.id, contentOf(action.notice));
      return;
    case 'update':
      await update(action.notice.id, contentOf(action.notice));
      return;
    case 'clear':
      await clear(action.id);
      return;
    case 'none':
      return;
  }
}

function contentOf({ kind, text, look }: Notice): DesktopNotification {
  return { title: t(TITLE[kind]), message: text, icon: iconPath(look, 128) };
}
