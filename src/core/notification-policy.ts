/**
 * When a desktop notification is raised, cleared or kept back. Pure; its state is stored, so that it survives
 * the worker's death and a browser restart.
 */
import type { NotificationCode, SummaryCode } from './sct-codes.ts';

/** What the user chose, already resolved to plain values (see settings). */
export interface NotificationPreferences {
  readonly enabled: boolean;
  /** Notify at this summary code or worse (lower). */
  readonly worstToIgnore: SummaryCode | null;
  readonly quietHours: { readonly fromMinute: number; readonly toMinute: number } | null;
  /** ms since the epoch until which nothing is raised; null: no snooze. */
  readonly snoozedUntil: number | null;
  readonly notifyRecovery: boolean;
  /** ms between reminders while an episode lasts; null: none. */
  readonly reminderEveryMs: number | null;
}

export interface PolicyInput {
  /** ms since the epoch. */
  readonly now: number;
  /** Minutes past local midnight, for quiet hours. */
  readonly localMinute: number;
  readonly network: string;
  readonly summaryCode: SummaryCode;
  readonly connectivityCode: 1 | 2 | 3;
}

export type PolicyAction =
  | {
      readonly kind: 'notify';
      readonly notificationID: string;
      readonly code: NotificationCode;
      readonly reason: 'degraded' | 'worse' | 'reminder' | 'recovered';
    }
  | { readonly kind: 'update'; readonly notificationID: string; readonly code: NotificationCode }
  | { readonly kind: 'clear'; readonly notificationID: string }
  | { readonly kind: 'none'; readonly why: string };
