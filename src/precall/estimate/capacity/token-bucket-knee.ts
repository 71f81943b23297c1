/**
 * The knee in the arrivals of a train through a token bucket: its tokens let the beginning pass at any rate, and only what comes
 * behind is shaped (tc-tbf(8), and many routers). Found as a level shift of the rate, as ShaperProbe does (Kanuparthy and
 * Dovrolis 2011). Pure.
 */
import { type PacketRecord, undisturbed } from '../../link/packet-log.ts';

export interface TokenBucketKnee {
  /** kbit/s at IP level behind the knee: the rate at which the bucket regains tokens. */
  readonly kbps: number;
  /** When the last datagram of the group came: the tokens were used up, and nothing waited any more. */
  readonly endMs: number;
}

/** Datagrams before and behind a knee at least. */
const LEAST = { head: 2, tail: 5 } as const;
/** Factor between the rates before and behind a knee at least (bench). */
const FASTER = 3;
/** Factor between the rates of the tail's two halves at most: a shaped tail keeps to its rate (bench). */
const ALIKE = 1.35;
/** ms that the tail lasts at least, and further ms for each of delay variation (bench). */
const TAIL_MS = { least: 15, perVariation: 3 } as const;
/** Share of the tail's time that sending it may have taken: what was sent slowly arrives slowly (bench). */
const SENT_WITHIN = 0.4;
/** ms below which a span of arrivals tells only that the link is fast. */
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
  // The knee is where the curve of arrivals lies farthest above the straight line between its ends.
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
