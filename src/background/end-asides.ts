/** What could not be read is kept for the case that somebody can make something of it, but not for good: it holds secrets. */
import { DAY_MS } from '../core/base/durations.ts';
import { monitorAsideItem, policyAsideItem, settingsAsideItem } from '../platform/storage.ts';

/** ms; long enough for somebody to notice, and to send what was kept. */
const KEPT_MS = 7 * DAY_MS;
const ASIDES = [settingsAsideItem, monitorAsideItem, policyAsideItem];

/** Ends what is older than a week; a time that is still to come is that of a clock which was set back. */
export async function endOldAsides(now: number): Promise<void> {
  for (const item of ASIDES) {
    await item.update((aside) =>
      aside === null || (aside.at <= now && now - aside.at < KEPT_MS) ? undefined : null,
    );
  }
}

export async function endAsides(): Promise<void> {
  for (const item of ASIDES) await item.update((aside) => (aside === null ? undefined : null));
}
