/** When a result no longer says how the network is: after two intervals, each with its run. The same for every view. */

/** ms; a run may take this long on top of its interval. */
const RUN_MS = 30_000;

/** ms since the epoch after which the result of `at` is stale. */
export function staleAfter(at: number, intervalS: number): number {
  return at + 2 * (intervalS * 1000 + RUN_MS);
}
