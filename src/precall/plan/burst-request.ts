/** What a burst is asked for and what came of it. */
import type { TokenBucketKnee } from '../estimate/capacity/token-bucket-knee.ts';
import type { HostFacts } from '../link/host-facts.ts';
import { wholeWords } from '../link/turn-framing.ts';

export interface BurstRequest {
  readonly group: number;
  /** kbit/s at IP level, the capacity as far as known. */
  readonly expectedKbps: number;
  /** ms of arrivals that rate was read from: the longer, the less jitter can have distorted it. */
  readonly timedMs?: number;
  readonly capKbps: number;
  readonly overheadBytes: number;
  readonly host: HostFacts;
  /** ms, a round trip as far as known. */
  readonly roundTripMs: number;
  /** A token bucket the path has: the tokens it has regained let the head of a burst pass unshaped, which tells nothing. */
  readonly knee?: TokenBucketKnee;
  /** True when datagrams beyond the path's rate are dropped and not queued: then a little more than the rate is sent. */
  readonly policed?: boolean;
  /** True when a burst has shown that no token bucket lets everything pass. */
  readonly proven?: boolean;
}

export interface BurstOutcome {
  /** True when the cap held the burst back. */
  readonly capped: boolean;
  /** True when too much was lost to go on: a higher rate would lose more. */
  readonly overloaded: boolean;
  /**
   * Present when the rate expected was that of a token bucket's tokens, and the burst far too fast for the rate behind
   * it.
   */
  readonly knee: TokenBucketKnee | undefined;
  /** True when the link's rate varied so much that the burst took a longer look. */
  readonly varies: boolean;
}

/** Factor by which sending may exceed the cap: a link of just that rate is told from a faster one (bench). */
export const OVER_CAP = 1.06;
/** kbit/s below which a link crawls: each datagram costs so much time that no more are sent than tell the rate (bench). */
export const CRAWLING_KBPS = 200;
/** ms that one datagram may take on the wire: longer ones would make a slow link's queue coarse (bench). */
export const MOST_SERIALISATION_MS = 12;
/** The same, in ms, through a policer: it passes whole datagrams, so that many small ones tell its rate best (bench). */
const POLICED_SERIALISATION_MS = 6;
/** Bytes of payload that a burst's datagrams have at least: less would be mostly headers. */
const LEAST_PAYLOAD = 120;

export function payloadFor(
  { expectedKbps, overheadBytes, policed }: Pick<BurstRequest, 'expectedKbps' | 'overheadBytes' | 'policed'>,
  most: number,
): number {
  const mostMs = policed === true ? POLICED_SERIALISATION_MS : MOST_SERIALISATION_MS;
  const bytes = (expectedKbps * mostMs) / 8 - overheadBytes;
  return Math.max(LEAST_PAYLOAD, Math.min(most, wholeWords(bytes)));
}
