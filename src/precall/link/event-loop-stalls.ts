/**
 * When this browser itself stood still: on a busy machine a thread waits for its turn. What was under way inside the browser
 * meanwhile tells nothing of the network. Pure.
 */
export interface Stall {
  readonly fromMs: number;
  readonly toMs: number;
}

/** ms that a timer is late at most in a healthy browser (bench). */
const HEALTHY_LATE_MS = 6;
/** ms that a nested timer takes at least (HTML, timer initialization steps). */
const LEAST_TIMER_MS = 4;
/** ms behind a stall, and share of the stall, while the browser still works off what has waited (bench). */
const CATCHING_UP = { ms: 2, share: 0.2 } as const;
/** ms that a datagram takes to leave the browser at most (captures). */
const LEAVING_MS = 1;

/** The stall that a sleep of `askedMs` shows, if it lasted far too long. */
export function stallOf(askedMs: number, fromMs: number, toMs: number): Stall | undefined {
  const late = toMs - fromMs - Math.max(askedMs, LEAST_TIMER_MS);
  return late > HEALTHY_LATE_MS ? { fromMs, toMs } : undefined;
}

/** True when a stall held a datagram up on its way out, or kept its arrival from being noted in time. */
export function isStalled(sentMs: number, receivedMs: number | undefined, stalls: readonly Stall[]): boolean {
  return stalls.some(
    ({ fromMs, toMs }) =>
      (sentMs >= fromMs - LEAVING_MS && sentMs < toMs) ||
      (receivedMs !== undefined &&
        receivedMs >= fromMs &&
        receivedMs <= toMs + CATCHING_UP.ms + CATCHING_UP.share * (toMs - fromMs)),
  );
}

/** ms that a wait since then must last longer: the longest stall, and while the browser worked off what had waited. */
export function longestStallMs(sinceMs: number, stalls: readonly Stall[]): number {
  const lengths = stalls.filter(({ toMs }) => toMs > sinceMs).map(({ fromMs, toMs }) => toMs - fromMs);
  const longest = Math.max(0, ...lengths);
  return longest === 0 ? 0 : longest + CATCHING_UP.ms + CATCHING_UP.share * longest;
}
