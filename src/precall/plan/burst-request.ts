/** What a burst is asked for and what came of it. */
import type { TokenBucketKnee } from '../estimate/capacity/token-bucket-knee.ts';
import type { HostFacts } from '../link/host-facts.ts';
import { wholeWords } from '../link/turn-framing.ts';

export interface BurstRequest {
  readonly group: number;
  /** kbit/s at IP level, the capacity as far as known. */
  readonly expectedKbps: number;
  /** ms over which that was read: the longer, the less jitter had to do with it. */
  readonly timedMs?: number;
  readonly capKbps: number;
  readonly overheadBytes: number;
  readonly host: HostFacts;
  /** ms, a round trip as far as known. */
  readonly roundTripMs: number;
  /** A token bucket that was met: what it holds again comes before what is shaped, and tells nothing. */
  readonly knee?: TokenBucketKnee;
  /** True when datagrams beyond the path's rate are dropped and not queued: then a little more than it is sent. */
  readonly policed?: boolean;
  /** True when a burst has shown that no token bucket lets everything pass. */
  readonly proven?: boolean;
}

export interface BurstOutcome {
  /** True when the cap held the burst back. */
  readonly capped: boolean;
  /** True when too much was lost to go on: a higher rate would lose more. */
  readonly overloaded: boolean;
  /** When the rate was a token bucket's and the burst far too fast for what lies behind. */
  readonly knee: TokenBucketKnee | undefined;
  /** True when the link's rate varied so much that the burst took a longer look. */
  readonly varies: boolean;
}

/** kbit/s; a slower link gets fewer probes, for they must find it at rest, and needs longer for enough datagrams. */
export const SLOW_KBPS = 600;
/** kbit/s below which every datagram costs so much time that no more are sent than the rate takes. */
export const CRAWLING_KBPS = 200;
/** ms, how long a datagram may take on the wire: long ones would make a slow link's queue coarse. */
export const MOST_SERIALISATION_MS = 12;
/** The same where a policer passes whole datagrams: many small ones tell its rate best. */
const POLICED_SERIALISATION_MS = 6;
const LEAST_PAYLOAD = 120;

export function payloadFor({ expectedKbps, overheadBytes, policed }: BurstRequest, most: number): number {
  const mostMs = policed === true ? POLICED_SERIALISATION_MS : MOST_SERIALISATION_MS;
  const bytes = (expectedKbps * mostMs) / 8 - overheadBytes;
  return Math.max(LEAST_PAYLOAD, Math.min(most, wholeWords(bytes)));
}
