/** What a run does to the notification on the desktop. */
import type { NotificationCode } from '../sct/sct-codes.ts';
import type { KeptBack, Telling, Told } from './told.ts';

export type PolicyAction =
  | {
      readonly kind: 'notify';
      readonly notificationID: string;
      readonly code: NotificationCode;
      readonly reason: Telling;
      /** Another notification that stands on the desktop and is to be removed. */
      readonly replaces?: string;
    }
  /** Change the text of the one that stands, silently. */
  | {
      readonly kind: 'update';
      readonly notificationID: string;
      readonly code: NotificationCode;
      readonly why: KeptBack;
    }
  | { readonly kind: 'clear'; readonly notificationID: string; readonly why: KeptBack }
  | { readonly kind: 'none'; readonly why: KeptBack };

export function toldOf(action: PolicyAction): Told {
  return action.kind === 'notify' ? action.reason : action.why;
}
