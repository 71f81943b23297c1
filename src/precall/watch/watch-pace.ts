/** How many probes a second a watch sends, and of what size. Pure. */
import { type OverheadFacts, ownAckBytes, wireOverheadBytes } from '../link/wire-overhead.ts';

/** Bytes of payload: the least that holds a probe's number. */
export const WATCH_PROBE_BYTES = 8;
/** Probes a second at most. */
const MOST_PER_SECOND = 5;
/**
 * IP-level bytes a minute both ways that the evenly paced probes take: 100 kB less what ICE's checks and RTCP's reports take beside
 * them, and the probes of silences (captures).
 */
const PROBE_BYTES_A_MINUTE = 50_000;

/** IP-level bytes that one probe takes beside its own; over TCP and TLS it has an ACK of its own. */
export function probeOverheadBytes(facts: OverheadFacts): number {
  const around = wireOverheadBytes(facts);
  return facts.relayProtocol === 'udp' ? around : around + ownAckBytes(WATCH_PROBE_BYTES);
}

export function watchPace(overheadBytes: number): number {
  const bothWays = 2 * (WATCH_PROBE_BYTES + overheadBytes);
  return Math.min(MOST_PER_SECOND, PROBE_BYTES_A_MINUTE / 60 / bothWays);
}

/** Further probes while one is late, which tell a lost one from a line that stands still, and when that ends. */
export const CLOSER_LOOK = {
  /** ms between two. */
  gapMs: 50,
  /** At most so many in one go, and how many more each second allows. */
  most: 20,
  perSecond: 0.4,
} as const;
