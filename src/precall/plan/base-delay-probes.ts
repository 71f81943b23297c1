/** What leads a burst in on an unsteady path. */
import type { DatagramLink } from '../link/datagram-link.ts';

const BASE_DELAY = { ms: 120, gapMs: 2, payload: 24, shareOfExpected: 0.3 } as const;
const TICK_MS = 2;

export interface BaseDelayRequest {
  readonly group: number;
  /** kbit/s at IP level. */
  readonly expectedKbps: number;
  readonly overheadBytes: number;
}

/** Small datagrams as dense as the burst's: their round trip is the burst's without a queue. */
export async function sendBaseDelayProbes(
  link: DatagramLink,
  { group, expectedKbps, overheadBytes }: BaseDelayRequest,
  signal: AbortSignal,
): Promise<void> {
  const bits = (BASE_DELAY.payload + overheadBytes) * 8;
  const gap = Math.max(BASE_DELAY.gapMs, bits / (BASE_DELAY.shareOfExpected * expectedKbps));
  await link.prepare(8, signal);
  const start = link.now();
  for (let count = 0; link.now() - start < BASE_DELAY.ms; ) {
    for (; count * gap <= link.now() - start; count += 1) link.send(BASE_DELAY.payload, 'base-delay', group);
    await link.sleep(TICK_MS, signal);
  }
}
