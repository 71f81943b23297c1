import { tokenBucketLevelBytes } from '../estimate/capacity/token-bucket-level.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import type { BurstRequest } from './burst-request.ts';
import { sendFlushPackets } from './flush-packets.ts';

const IN_ONE_GO = 3;

/** What a token bucket would let pass is sent ahead, so that the burst meets what lies behind it. */
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
