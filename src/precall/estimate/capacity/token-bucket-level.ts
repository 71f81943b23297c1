/** What a token bucket holds again, reckoned from all that went through it. Pure. */

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
  /** What has shown the bucket. */
  readonly knee: TokenBucketKnee;
  readonly overheadBytes: number;
  /** ms, a round trip as far as known. */
  readonly roundTripMs: number;
  /** On the log's clock. */
  readonly now: number;
}

/** Bytes at IP level that would pass at once by now. */
export function tokenBucketLevelBytes(
  log: PacketLog,
  { knee, overheadBytes, roundTripMs, now }: TokenBucketAt,
): number {
  const idle = returned(packetRecords(log, ...SMALL));
  // What was sent then would have come right behind the last of the train, when the bucket was empty and nobody waited.
  const emptyMs = knee.endMs - Math.min(roundTripMs, ...idle.map(loopRoundTripMs));
  // What had not come by then was dropped, and took nothing from the bucket.
  const passed = packetRecords(log, ...TOKEN_TAKING).filter(
    ({ sentMs, receivedMs }) => sentMs > emptyMs || receivedMs !== undefined,
  );
  const missing = (ms: number) => missingBytes(passed, knee.kbps, overheadBytes, ms);
  // That much was missing when it was empty: that large it is.
  return Math.max(0, missing(emptyMs) - missing(now));
}

/** Bytes that are missing in a bucket, were it as large as can be. */
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
