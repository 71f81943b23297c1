/**
 * What goes ahead of a burst where delays vary: the base delay its queue is held against (the "base delay" of LEDBAT,
 * RFC 6817, but of datagrams as dense as the burst's own).
 */
import type { DatagramLink } from '../link/datagram-link.ts';

/** How the probes are sent (bench). */
const BASE_DELAY = {
  /** ms over which they are sent. */
  ms: 120,
  /** ms between two at least. */
  gapMs: 2,
  /** Bytes of payload of each. */
  payload: 24,
  /** Share of the expected rate they take at most, so that they raise no queue themselves. */
  shareOfExpected: 0.3,
} as const;
/** ms between two looks at what is due. */
const TICK_MS = 2;

export interface BaseDelayRequest {
  readonly group: number;
  /** kbit/s at IP level. */
  readonly expectedKbps: number;
  readonly overheadBytes: number;
}

/** Sends small datagrams as dense as the burst's: their round trip is the burst's without its queue. */
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
