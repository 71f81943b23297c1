/** What leads a burst in on an unsteady path. */
import type { DatagramLink } from '../link/datagram-link.ts';

const LEAD_IN = { ms: 120, gapMs: 2, payload: 24, shareOfExpected: 0.3 } as const;
const TICK_MS = 2;

export interface LeadInRequest {
  readonly group: number;
  /** kbit/s at IP level. */
  readonly expectedKbps: number;
  readonly overheadBytes: number;
}

/** Small datagrams as dense as the burst's: their transit is the burst's without a queue. */
export async function leadIn(
  link: DatagramLink,
  { group, expectedKbps, overheadBytes }: LeadInRequest,
  signal: AbortSignal,
): Promise<void> {
  const bits = (LEAD_IN.payload + overheadBytes) * 8;
  const gap = Math.max(LEAD_IN.gapMs, bits / (LEAD_IN.shareOfExpected * expectedKbps));
  await link.prepare(8, signal);
  const start = link.now();
  for (let count = 0; link.now() - start < LEAD_IN.ms; ) {
    for (; count * gap <= link.now() - start; count += 1) link.send(LEAD_IN.payload, 'lead-in', group);
    await link.sleep(TICK_MS, signal);
  }
}
