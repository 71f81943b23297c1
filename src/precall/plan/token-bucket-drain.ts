import { tokenBucketLevelBytes } from '../estimate/capacity/token-bucket-level.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import type { BurstRequest } from './burst-request.ts';
import { sendFlushPackets } from './flush-packets.ts';

/** Datagrams sent at once (bench). */
const IN_ONE_GO = 3;

/** Sends ahead what a token bucket lets pass at once, so that the burst behind it meets the bucket's rate. */
export async function drainTokenBucket(
  link: DatagramLink,
  { knee, overheadBytes, roundTripMs, group }: BurstRequest,
  signal: AbortSignal,
): Promise<void> {
  if (knee === undefined) return;
  const payload = link.maxPayloadBytes;
  const held = tokenBucketLevelBytes(link.log, { knee, overheadBytes, roundTripMs, now: link.now() });
  const count = Math.round(held / (payload + overheadBytes));
  await sendFlushPackets(link, { count, payload, inOneGo: IN_ONE_GO, group }, signal);
}
