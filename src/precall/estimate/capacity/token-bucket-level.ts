/** How full a token bucket is again, reckoned from all that went through it. Pure. */

import { SMALL, TOKEN_TAKING } from '../../link/datagram-kinds.ts';
import {
  loopRoundTripMs,
  type PacketLog,
  type PacketRecord,
  packetRecords,
  returned,
} from '../../link/packet-log.ts';
import type { TokenBucketKnee } from './token-bucket-knee.ts';

export interface TokenBucketAt {
  /** What has shown the bucket: its rate, and when it was empty. */
  readonly knee: TokenBucketKnee;
  readonly overheadBytes: number;
  /** ms, a round trip as far as known. */
  readonly roundTripMs: number;
  /** On the log's clock. */
  readonly now: number;
}

/** Bytes at IP level that would pass at once by now: the tokens it has. */
export function tokenBucketLevelBytes(
  log: PacketLog,
  { knee, overheadBytes, roundTripMs, now }: TokenBucketAt,
): number {
  const idle = returned(packetRecords(log, ...SMALL));
  // A datagram sent then would have come right behind the last of the group, when the bucket was empty and nothing waited.
  const emptyMs = knee.endMs - Math.min(roundTripMs, ...idle.map(loopRoundTripMs));
  // What was sent before and never came was dropped, and took no tokens.
  const passed = packetRecords(log, ...TOKEN_TAKING).filter(
    ({ sentMs, receivedMs }) => sentMs > emptyMs || receivedMs !== undefined,
  );
  const missing = (ms: number) => missingBytes(passed, knee.kbps, overheadBytes, ms);
  // When it was empty all its tokens were missing: what is missing less now, it has.
  return Math.max(0, missing(emptyMs) - missing(now));
}

/** Bytes of tokens that are missing at a time, in a bucket of any size. */
function missingBytes(
  passed: readonly PacketRecord[],
  kbps: number,
  overheadBytes: number,
  untilMs: number,
): number {
  let missing = 0;
  let lastMs = 0;
  for (const { sentMs, bytes } of passed) {
    if (sentMs > untilMs) break;
    missing = Math.max(0, missing - (kbps * (sentMs - lastMs)) / 8) + bytes + overheadBytes;
    lastMs = sentMs;
  }
  return Math.max(0, missing - (kbps * (untilMs - lastMs)) / 8);
}
