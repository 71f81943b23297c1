/** How many probes a second a watch sends, and of what size. Pure. */
import { type OverheadFacts, ownAckBytes, wireOverheadBytes } from '../link/wire-overhead.ts';

/** Bytes of payload: the least that holds a probe's number. */
export const WATCH_PROBE_BYTES = 8;
/** Probes a second at most. */
const MOST_PER_SECOND = 5;
/**
 * IP-level bytes a minute both ways that the evenly paced probes take: 100 kB less what ICE's checks and RTCP's reports take beside
 * them, which are longer over TCP and TLS as well, and the probes of silences (bench).
 */
const PROBE_BYTES_A_MINUTE = { udp: 50_000, tcp: 45_000, tls: 38_000 } as const;

export function watchPace(facts: OverheadFacts): number {
  const { relayProtocol } = facts;
  const ackBytes = relayProtocol === 'udp' ? 0 : ownAckBytes(WATCH_PROBE_BYTES);
  const bothWays = 2 * (WATCH_PROBE_BYTES + wireOverheadBytes(facts) + ackBytes);
  return Math.min(MOST_PER_SECOND, PROBE_BYTES_A_MINUTE[relayProtocol] / 60 / bothWays);
}

/** Further probes while one is late, which tell a lost one from a line that stands still, and when that ends. */
export const CLOSER_LOOK = {
  /** ms between two. */
  gapMs: 50,
  /** At most so many in one go, and how many more each second allows. */
  most: 20,
  perSecond: 0.4,
} as const;
