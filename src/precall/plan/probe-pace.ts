/** How many probes a second an idle path gets. */

/**
 * Probes a second over UDP; `slow` on a slow link, where dense ones would not find it idle, and where delays vary
 * (bench).
 */
export const PROBES_PER_SECOND = { slow: 50, fast: 100 } as const;
/** Probes a second over TCP and TLS: each is a segment with acknowledgements of its own, twice the bytes (bench). */
export const TCP_PROBES_PER_SECOND = 25;
