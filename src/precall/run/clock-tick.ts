/** Steps of the clock that are looked at: one may be long because the thread had to wait for its turn. */
const STEPS = 4;

/**
 * ms between two readings that a clock can tell apart: 0.1 in Chromium, 1 in Firefox, less on isolated pages
 * (https://w3c.github.io/hr-time/#dfn-coarsen-time). Reads the clock until it has moved a few times.
 */
export function clockTickMs(read: () => number): number {
  let tickMs = Number.POSITIVE_INFINITY;
  let before = read();
  for (let steps = 0; steps < STEPS; ) {
    const now = read();
    if (now === before) continue;
    tickMs = Math.min(tickMs, Math.abs(now - before));
    before = now;
    steps += 1;
  }
  return tickMs;
}
