/** Large datagrams whose own times tell nothing: a few at once, so that they are no flood. */
import type { DatagramLink } from '../link/datagram-link.ts';

const GAP_MS = 2;

export interface FlushPackets {
  readonly count: number;
  /** Payload bytes of each. */
  readonly payload: number;
  readonly inOneGo: number;
  readonly group: number;
  /** 'train' when they are to be read after all. */
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
