import type { BurstRequest } from './burst-request.ts';
import type { DatagramLink } from './datagram-link.ts';

const IN_ONE_GO = 3;
const GAP_MS = 2;

/** What a token bucket would let pass is sent ahead, so that the burst meets what lies behind it. */
export async function fillBucket(
  link: DatagramLink,
  { bucketBytes = 0, overheadBytes, group }: BurstRequest,
  signal: AbortSignal,
): Promise<void> {
  const count = Math.round(bucketBytes / (link.maxPayloadBytes + overheadBytes));
  await link.prepare(count, signal);
  for (let i = 1; i <= count; i += 1) {
    link.send(link.maxPayloadBytes, 'primer', group);
    if (i % IN_ONE_GO === 0) await link.sleep(GAP_MS, signal);
  }
}
