import { heldBytes } from '../estimate/capacity/bucket-level.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import type { BurstRequest } from './burst-request.ts';
import { sendPrimers } from './primers.ts';

const IN_ONE_GO = 3;

/** What a token bucket would let pass is sent ahead, so that the burst meets what lies behind it. */
export async function fillBucket(
  link: DatagramLink,
  { bend, overheadBytes, roundTripMs, group }: BurstRequest,
  signal: AbortSignal,
): Promise<void> {
  if (bend === undefined) return;
  const payload = link.maxPayloadBytes;
  const held = heldBytes(link.log, { bend, overheadBytes, roundTripMs, now: link.now() });
  const count = Math.round(held / (payload + overheadBytes));
  await sendPrimers(link, { count, payload, inOneGo: IN_ONE_GO, group }, signal);
}
