/**
 * Which probes met an idle path: one that our own trains and bursts had left. Pure.
 *
 * The bottleneck is busy with a group until its last datagram leaves it. A probe sent one round trip before that datagram
 * arrives would catch up with it, a later one does not; so no knowledge of where the bottleneck is or how fast is needed.
 */
import { DISTURBING, SMALL } from '../../link/datagram-kinds.ts';
import {
  loopRoundTripMs,
  type PacketLog,
  type PacketRecord,
  packetRecords,
  type Returned,
  returned,
} from '../../link/packet-log.ts';

/** ms added behind each group (bench). */
const MARGIN_MS = 4;
/** ms for which a group of which nothing came back is taken to keep the path busy. */
const UNKNOWN_MS = 400;
/** Bytes around each payload, about: only their share in a group's pace counts here. */
const HEADERS_BYTES = 54;

interface Busy {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The paced probes that met an idle path, in the order of sending. */
export function idleProbes(log: PacketLog): PacketRecord[] {
  const probes = packetRecords(log, 'probe');
  const least = Math.min(...returned(packetRecords(log, ...SMALL)).map(loopRoundTripMs));
  const busy = busyIntervals(log, probes, Number.isFinite(least) ? least : 0);
  return probes.filter(({ sentMs }) => !busy.some(({ fromMs, toMs }) => sentMs >= fromMs && sentMs <= toMs));
}

function busyIntervals(log: PacketLog, probes: readonly PacketRecord[], leastRoundTripMs: number): Busy[] {
  const groups = new Map<string, PacketRecord[]>();
  for (const record of packetRecords(log, ...DISTURBING)) {
    const key = `${record.kind} ${record.group}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return [...groups.values()].map((group) => {
    const arrivals = returned(group).map((packet) => packet.receivedMs);
    const lastSent = group.at(-1)?.sentMs ?? 0;
    const until = arrivals.length === 0 ? lastSent + UNKNOWN_MS : Math.max(...arrivals) - leastRoundTripMs;
    const fromMs = group[0]?.sentMs ?? 0;
    return { fromMs, toMs: withProbes(Math.max(lastSent, until) + MARGIN_MS, fromMs, group, probes) };
  });
}

/** A probe sent while a group is under way queues up behind it, and on a slow link keeps the next one waiting. */
function withProbes(
  untilMs: number,
  fromMs: number,
  group: readonly PacketRecord[],
  probes: readonly PacketRecord[],
): number {
  const msPerByte = paceOf(returned(group));
  let toMs = untilMs;
  for (const probe of probes) {
    if (probe.sentMs > toMs) break;
    if (probe.sentMs >= fromMs) toMs += (probe.bytes + HEADERS_BYTES) * msPerByte;
  }
  return toMs;
}

/** ms per byte at which a group came, 0 when that cannot be told. */
function paceOf(back: readonly Returned[]): number {
  const times = back.map((packet) => packet.receivedMs);
  const bytes = back.slice(1).reduce((sum, packet) => sum + packet.bytes + HEADERS_BYTES, 0);
  return bytes === 0 ? 0 : (Math.max(...times) - Math.min(...times)) / bytes;
}
