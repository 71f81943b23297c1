/** When a person is told once more that the toolbar hides the icon: the welcome said it first. */
import { DAY_MS } from '../base/durations.ts';
import { elapsed } from '../base/elapsed.ts';

export interface PinReminder {
  /** ms since the epoch of the first time a page of ours found the icon hidden; null: none did. */
  readonly hiddenSince: number | null;
  /** It was said once more; it is never said again. */
  readonly said: boolean;
}

export const NO_PIN_REMINDER: PinReminder = { hiddenSince: null, said: false };

/** Later than that the person has used Precall, and still reaches it through a menu only. */
export const REMIND_AFTER_MS = DAY_MS;

/** What a page that finds the icon hidden remembers, and whether this is the time to say it once more. */
export function foundHidden(before: PinReminder, now: number): { reminder: PinReminder; isDue: boolean } {
  const hiddenSince = before.hiddenSince ?? now;
  const isDue = !before.said && elapsed(hiddenSince, now) >= REMIND_AFTER_MS;
  return { reminder: { hiddenSince, said: before.said || isDue }, isDue };
}
