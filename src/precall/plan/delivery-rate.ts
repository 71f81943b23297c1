/**
 * How fast the latest datagrams of a burst were delivered (a delivery rate sample:
 * https://datatracker.ietf.org/doc/draft-cheng-iccrg-delivery-rate-estimation/). Pure.
 */
import { type PacketRecord, returned, wireBitsOf } from '../link/packet-log.ts';

/** Datagrams, and ms of arrivals, that make a sample (bench). */
const ENOUGH = { count: 12, ms: 80 } as const;

/** kbit/s at IP level; 0 when too few came. */
export function deliveryRateKbps(burst: readonly PacketRecord[], overheadBytes: number): number {
  const back = returned(burst).sort((a, b) => b.receivedMs - a.receivedMs);
  const latest = back[0];
  if (latest === undefined) return 0;
  const end = back.findIndex(
    ({ receivedMs }, i) => i >= ENOUGH.count && latest.receivedMs - receivedMs >= ENOUGH.ms,
  );
  const first = back[end];
  if (first === undefined) return 0;
  const bits = wireBitsOf(back.slice(0, end), overheadBytes);
  return bits / (latest.receivedMs - first.receivedMs);
}
