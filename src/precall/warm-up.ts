import type { DatagramLink } from './datagram-link.ts';

const COUNT = 6;
const BYTES = 24;
const GAP_MS = 9;

/** The first datagrams of a loop are slow (code is compiled, channels are bound): they only show whether transits scatter. */
export async function warmUp(link: DatagramLink, signal: AbortSignal): Promise<void> {
  await link.prepare(COUNT, signal);
  for (let i = 0; i < COUNT; i += 1) {
    link.send(BYTES, 'warm-up', 0);
    await link.sleep(GAP_MS, signal);
  }
}
