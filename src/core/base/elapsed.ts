/** ms from `since` to `now`. A clock that was set back must not keep anything back: it counts as long ago. */
export function elapsed(since: number, now: number): number {
  return now >= since ? now - since : Number.POSITIVE_INFINITY;
}
