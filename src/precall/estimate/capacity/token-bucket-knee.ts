/**
 * The knee in what arrives of a train through a token bucket: the bucket lets the beginning pass at any rate, and only what
 * comes behind it is shaped (tc-tbf(8), and many routers). Pure.
 */
import { type PacketRecord, undisturbed } from '../../link/packet-log.ts';

export interface TokenBucketKnee {
  /** kbit/s at IP level behind the knee. */
  readonly kbps: number;
  /** When the last of the group came: what passes at once was used up, and nothing waited any more. */
  readonly endMs: number;
}

/** Datagrams on either side of a knee, how much faster the head is, and how alike the halves of the tail are. */
const LEAST = { head: 2, tail: 5 } as const;
const FASTER = 3;
const ALIKE = 1.35;
/** ms of tail at least, and per ms of delay variation. */
const TAIL_MS = { least: 15, perVariation: 3 } as const;
/** Share of the tail's time that sending it may have taken: what was sent slowly arrives slowly. */
const SENT_WITHIN = 0.4;
/** ms below which arrivals say only that the link is fast. */
const TICK_MS = 0.5;

export function kneeOf(
  group: readonly PacketRecord[],
  overheadBytes: number,
  delayVariationMs: number,
): TokenBucketKnee | undefined {
  const back = undisturbed(group, LEAST.head + LEAST.tail).sort((a, b) => a.receivedMs - b.receivedMs);
  const first = back[0];
  const last = back.at(-1);
  if (first === undefined || last === undefined || back.length < LEAST.head + LEAST.tail) return undefined;
  let bytes = 0;
  const came = back.map((packet) => {
    bytes += packet.bytes + overheadBytes;
    return { ms: packet.receivedMs - first.receivedMs, bytes };
  });
  const bytesAt = (i: number) => came[i]?.bytes ?? 0;
  const msAt = (i: number) => came[i]?.ms ?? 0;
  const wholeMs = msAt(back.length - 1);
  // Where the curve of arrivals is farthest above the straight line between its ends.
  let knee = 0;
  let farthest = Number.NEGATIVE_INFINITY;
  came.forEach((point, i) => {
    const above = point.bytes - (bytes * point.ms) / Math.max(wholeMs, TICK_MS);
    if (above > farthest) [knee, farthest] = [i, above];
  });
  const end = back.length - 1;
  if (knee + 1 < LEAST.head || end - knee + 1 < LEAST.tail) return undefined;
  const rate = (from: number, to: number) =>
    ((bytesAt(to) - bytesAt(from)) * 8) / Math.max(msAt(to) - msAt(from), TICK_MS);
  const tailMs = wholeMs - msAt(knee);
  const sentMs = last.sentMs - (back[knee]?.sentMs ?? last.sentMs);
  if (tailMs < TAIL_MS.least + TAIL_MS.perVariation * delayVariationMs || sentMs > SENT_WITHIN * tailMs)
    return undefined;
  const kbps = rate(knee, end);
  if (rate(0, knee) < FASTER * kbps) return undefined;
  const middle = Math.floor((knee + end) / 2);
  const halves = [rate(knee, middle), rate(middle, end)];
  if (Math.max(...halves) > ALIKE * Math.min(...halves)) return undefined;
  return { kbps, endMs: last.receivedMs };
}
