/**
 * Large datagrams sent for what they do to the sender or to the path, a few at a time so that they flood neither: they make
 * the browser's pacer finish its own bandwidth probing, or use up the tokens of a bucket.
 */
import type { DatagramLink } from '../link/datagram-link.ts';

/** ms between two handfuls (bench). */
const GAP_MS = 2;

export interface FlushPackets {
  readonly count: number;
  /** Payload bytes of each. */
  readonly payload: number;
  readonly inOneGo: number;
  readonly group: number;
  /** 'train' when their arrivals are to be read as a train's. */
  readonly kind?: 'flush' | 'train';
}

export async function sendFlushPackets(
  link: DatagramLink,
  { count, payload, inOneGo, group, kind = 'flush' }: FlushPackets,
  signal: AbortSignal,
): Promise<void> {
  await link.prepare(count, signal);
  for (let i = 1; i <= count; i += 1) {
    link.send(payload, kind, group);
    if (i % inOneGo === 0) await link.sleep(GAP_MS, signal);
  }
}
