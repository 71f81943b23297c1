/** As many networks as are remembered, in each of the states that remember something of them. */
export const MOST_NETWORKS = 20;

/** Beyond that the least recently seen leave. `seenAt` gives ms since the epoch. */
export function leastRecentLeaves<Network>(
  networks: Readonly<Record<string, Network>>,
  seenAt: (network: Network) => number,
): Readonly<Record<string, Network>> {
  const entries = Object.entries(networks);
  if (entries.length <= MOST_NETWORKS) return networks;
  const newestFirst = entries.sort(([, a], [, b]) => seenAt(b) - seenAt(a));
  return Object.fromEntries(newestFirst.slice(0, MOST_NETWORKS));
}
