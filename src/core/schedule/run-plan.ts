/** When the next run is due, and how long one may take. */

/** ms; one server's run is bounded by this. */
export const ONE_SERVER_MS = 25_000;
/** ms more for each further server. */
const MORE_SERVER_MS = 10_000;
/** ms more for each server of a thorough test: 9 s of filling at most, and two transports of some 4 s. */
const THOROUGH_MS = 17_000;
/** ms; a run that the network asks for comes no sooner than this after the one before. */
export const CALM_MS = 30_000;

/** A run of many servers still ends before the interval is over. */
export function deadlineMsFor(servers: number, intervalS: number): number {
  const wanted = ONE_SERVER_MS + MORE_SERVER_MS * Math.max(0, servers - 1);
  return Math.min(wanted, Math.max(ONE_SERVER_MS, intervalS * 1000));
}

/** The same of a thorough test, for which a person waits. */
export function thoroughDeadlineMsFor(servers: number): number {
  return ONE_SERVER_MS + MORE_SERVER_MS * Math.max(0, servers - 1) + THOROUGH_MS * servers;
}

/**
 * ms since the epoch at which the next run is due. A plan further away than it was made for, an interval where nothing
 * else is said, comes from a clock that was set back, or from a longer interval: it is drawn near.
 */
export function dueAt(due: number, plannedMs: number, now: number): number {
  return Math.min(due, now + plannedMs);
}

/** ms since the epoch at which to run after the network changed. */
export function dueAfterNetworkChange(lastEndAt: number | null, now: number): number {
  // A run that ended later than now comes from a clock that was set back since.
  return lastEndAt === null || lastEndAt > now ? now : Math.max(now, lastEndAt + CALM_MS);
}

/** ms; a person may end a watch at any time, and one that had to wait or to look for a server long is over its time. */
const BEHIND_WATCH = { least: 30_000, most: 60_000 } as const;

/** ms until a run is due again that waits for a watch of which so much is left: soon after its end, and never without a pause. */
export function behindWatchMs(leftMs: number): number {
  return Math.max(BEHIND_WATCH.least, Math.min(BEHIND_WATCH.most, leftMs));
}

/** ms; what comes later than this had to wait for a device that slept, or for a browser that was shut. */
const OVERSLEPT_MS = 60_000;

/**
 * ms since the epoch at which to make a run that was due at `due`: now, but a device that has just woken often has no
 * network yet, which is no news of it.
 */
export function startOf(due: number, online: boolean, now: number): number {
  return online || now - due < OVERSLEPT_MS ? now : now + CALM_MS;
}

/** Whether the device slept during a run of that deadline: what it measured is of two times, or of none. */
export function sleptDuring(startedAt: number, deadlineMs: number, now: number): boolean {
  return now - startedAt > deadlineMs + OVERSLEPT_MS;
}
