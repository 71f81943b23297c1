/**
 * What came back of a burst as a cumulative arrival curve, with only those points whose time can be trusted. Pure.
 *
 * Datagrams that arrive closer together than the link could deliver them were held up together, by a radio's time slots or a
 * reader that was late. Only the last of them tells when that much had come.
 */
import { loopRoundTripMs, type Returned } from '../../link/packet-log.ts';

export interface ArrivalPoint {
  readonly ms: number;
  /** Bits that had come by then. */
  readonly bits: number;
  /** Bits of those sent before the latest of these and never seen. */
  readonly lostBits: number;
  /** ms, the shortest round trip of those that came together. */
  readonly loopRoundTripMs: number;
  /** Index of the last of them in the order of arrival. */
  readonly index: number;
  /** ms without sending among those since the point before, when our own side stood still meanwhile; otherwise 0. */
  readonly pausedMs: number;
  /** ms, the longest time without sending among those since the point before. */
  readonly unsentMs: number;
}

/** Gap to the datagram before, as a share of its own time on the wire, below which it came together with it (bench). */
const TOGETHER = 0.25;
/** Points that make a curve at least. */
const LEAST = 6;

export interface CurveFacts {
  readonly wireBits: (packet: { readonly bytes: number }) => number;
  /** ms per bit, about. */
  readonly pace: number;
  /** Bits lost before the highest sequence number up to each arrival. */
  readonly lostBits: readonly number[];
}

/** `back` in the order of arrival. */
export function arrivalCurve(back: readonly Returned[], facts: CurveFacts): ArrivalPoint[] {
  const trusted = points(back, facts, (packet) => packet.stalled !== true);
  return trusted.length >= LEAST ? trusted : points(back, facts, () => true);
}

function points(
  back: readonly Returned[],
  { wireBits, pace, lostBits }: CurveFacts,
  isTrusted: (packet: Returned) => boolean,
): ArrivalPoint[] {
  const curve: ArrivalPoint[] = [];
  let bits = 0;
  let shortest = Number.POSITIVE_INFINITY;
  let afterStall = false;
  let lastSent = back[0]?.sentMs ?? 0;
  let unsentMs = 0;
  back.forEach((packet, index) => {
    bits += wireBits(packet);
    unsentMs = Math.max(unsentMs, packet.sentMs - lastSent);
    lastSent = Math.max(lastSent, packet.sentMs);
    if (!isTrusted(packet)) {
      afterStall = true;
      return;
    }
    shortest = Math.min(shortest, loopRoundTripMs(packet));
    const next = back[index + 1];
    const gap = (next?.receivedMs ?? Number.POSITIVE_INFINITY) - packet.receivedMs;
    if (next !== undefined && isTrusted(next) && gap < TOGETHER * wireBits(next) * pace) return;
    curve.push({
      ms: packet.receivedMs,
      bits,
      lostBits: lostBits[index] ?? 0,
      loopRoundTripMs: shortest,
      index,
      pausedMs: afterStall ? unsentMs : 0,
      unsentMs,
    });
    shortest = Number.POSITIVE_INFINITY;
    afterStall = false;
    unsentMs = 0;
  });
  return curve;
}

/** Share of the datagrams that came together with others, without those that our own side held up. */
export function togetherShare(back: readonly Returned[], curve: readonly ArrivalPoint[]): number {
  const clean = back.filter((packet) => packet.stalled !== true);
  return clean.length === 0 ? 0 : Math.max(0, 1 - curve.length / clean.length);
}
