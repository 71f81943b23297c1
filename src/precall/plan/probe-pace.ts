/** How many probes a second a path at rest gets. */

/** Probes a second over UDP; `slow` on a slow link, where dense ones would not find it at rest, and where round trips delay variation. */
export const PROBES_PER_SECOND = { slow: 50, fast: 100 } as const;
/** Probes a second over TCP and TLS: each is a segment with acknowledgements of its own, twice the bytes. */
export const TCP_PROBES_PER_SECOND = 25;
