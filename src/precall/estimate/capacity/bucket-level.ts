/** What a token bucket holds again, reckoned from all that went through it. Pure. */

import { type Crossing, crossings, type PacketLog, returned, transitMs } from '../../link/packet-log.ts';
import type { Bend } from './bend.ts';

export interface BucketAt {
  /** What has shown the bucket. */
  readonly bend: Bend;
  readonly overheadBytes: number;
  /** ms, a round trip as far as known. */
  readonly roundTripMs: number;
  /** On the log's clock. */
  readonly now: number;
}

/** Bytes at IP level that would pass at once by now. */
export function heldBytes(log: PacketLog, { bend, overheadBytes, roundTripMs, now }: BucketAt): number {
  const atRest = returned(crossings(log, 'warm-up', 'probe'));
  // What was sent then would have come right behind the last of the train, when the bucket was empty and nobody waited.
  const emptyMs = bend.endMs - Math.min(roundTripMs, ...atRest.map(transitMs));
  // What had not come by then was dropped, and took nothing from the bucket.
  const passed = crossings(log, 'warm-up', 'primer', 'lead-in', 'train', 'burst', 'probe').filter(
    ({ sentMs, receivedMs }) => sentMs > emptyMs || receivedMs !== undefined,
  );
  const missing = (ms: number) => missingBytes(passed, bend.kbps, overheadBytes, ms);
  // That much was missing when it was empty: that large it is.
  return Math.max(0, missing(emptyMs) - missing(now));
}

/** Bytes that are missing in a bucket, were it as large as can be. */
function missingBytes(
  passed: readonly Crossing[],
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
