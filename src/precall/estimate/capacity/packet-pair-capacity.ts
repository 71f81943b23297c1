/**
 * The capacity of a link that cross traffic shares, from the dispersion of packet pairs (CapProbe, pathrate): neighbours of ours
 * with none of the others' packets between them leave the bottleneck exactly one serialisation apart. Pure.
 */

import { median, quantile } from '../../../core/base/statistics.ts';
import { type HostFacts, ticksWholeMs } from '../../link/host-facts.ts';
import { type PacketRecord, type Returned, returned } from '../../link/packet-log.ts';
import { besideCrossTrafficKbps } from './cross-traffic-gaps.ts';

/** ms that a gap lasts at least for the clock to tell it to a few per cent: one of 0.1 ms, one of whole milliseconds. */
const LEAST_GAP_MS = { fine: 4, whole: 40 } as const;
/** Quantiles between which the quickest gaps lie: quicker ones are outliers (bench). */
const QUICKEST = { from: 0.1, to: 0.4 } as const;
/** Relative width of the quickest gaps at most, when they are serialisation and nothing else (bench). */
const TIGHT = 0.07;
/** Parts of a burst whose quickest gaps must agree: on a link whose own rate varies they do not. */
const BLOCKS = 4;
/** Gaps in a part at least. */
const LEAST_IN_BLOCK = 12;
/**
 * Gaps too short for the wire: below this share of a datagram's time on it, and the share of all gaps from which on they
 * mean slots (bench).
 */
const OUTRUN = { gap: 0.5, share: 0.1 } as const;

/** kbit/s at IP level; undefined when the gaps do not agree on one rate. */
export function linkKbps(
  busy: readonly PacketRecord[],
  overheadBytes: number,
  aboutKbps: number,
  host: HostFacts,
): number | undefined {
  const packets = returned(busy).sort((a, b) => a.seq - b.seq);
  const bits = ((packets[0]?.bytes ?? 0) + overheadBytes) * 8;
  const few = quickestKbps(packets, bits, aboutKbps, host);
  if (few !== undefined || ticksWholeMs(host)) return few;
  return besideCrossTrafficKbps(neighbourGaps(packets), bits, aboutKbps);
}

function quickestKbps(
  packets: readonly Returned[],
  bits: number,
  aboutKbps: number,
  host: HostFacts,
): number | undefined {
  const leastMs = ticksWholeMs(host) ? LEAST_GAP_MS.whole : LEAST_GAP_MS.fine;
  const steps = Math.max(1, Math.ceil((leastMs * aboutKbps) / bits));
  const gaps = packets.flatMap((packet, i) => {
    const later = packets[i + steps];
    return later?.seq === packet.seq + steps ? [later.receivedMs - packet.receivedMs] : [];
  });
  const size = Math.floor(gaps.length / BLOCKS);
  if (size < LEAST_IN_BLOCK) return undefined;
  const rates: number[] = [];
  for (let block = 0; block < BLOCKS; block += 1) {
    const part = gaps.slice(block * size, (block + 1) * size);
    const low = quantile(part, QUICKEST.from) ?? 0;
    const high = quantile(part, QUICKEST.to) ?? 0;
    if (low <= 0 || high - low > TIGHT * high) return undefined;
    rates.push((steps * bits) / (median(part.filter((gap) => gap <= high)) ?? high));
  }
  const middle = median(rates) ?? 0;
  if (!rates.every((rate) => Math.abs(rate - middle) < TIGHT * middle)) return undefined;
  return isOutrun(packets, bits / middle, host) ? undefined : middle;
}

/** True when datagrams came closer together than one takes on the wire: then slots set them apart, and not the wire. */
function isOutrun(packets: readonly Returned[], wireMs: number, host: HostFacts): boolean {
  if (ticksWholeMs(host)) return false;
  const gaps = neighbourGaps(packets);
  return gaps.filter((ms) => ms < OUTRUN.gap * wireMs).length > OUTRUN.share * gaps.length;
}

/** ms between each two datagrams sent one after the other, without those that a stall of ours touched. */
function neighbourGaps(packets: readonly Returned[]): number[] {
  return packets.flatMap((packet, i) => {
    const next = packets[i + 1];
    const told = next?.seq === packet.seq + 1 && next.stalled !== true && packet.stalled !== true;
    return told ? [next.receivedMs - packet.receivedMs] : [];
  });
}
