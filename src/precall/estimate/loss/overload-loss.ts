/** Overload loss: whether a burst loses so much that a higher rate would only lose more. Pure. */
import type { PacketRecord } from '../../link/packet-log.ts';

/**
 * Share of a burst lost, from which on it is overload: more than any path that a call could use loses by itself; a
 * policer is meant to drop.
 */
const OVERLOAD_LOSS = { plain: 0.4, policed: 0.75 } as const;
/** Datagrams due that tell at least. */
const LEAST_DUE = 20;
/** ms beyond one and a half round trips, after which a datagram is due (bench). */
const LATE_MS = 100;
/**
 * ms by which a datagram was sent before one that is back, to be due, and further ms for each of delay variation: out of
 * order is not lost (bench).
 */
const OVERTAKEN_MS = { least: 12, perVariation: 2 } as const;

export interface BurstSoFar {
  readonly packets: readonly PacketRecord[];
  readonly now: number;
  readonly roundTripMs: number;
  readonly delayVariationMs: number;
}

/** True when so much of what is due by now is missing. */
export function overloadsSoFar(
  { packets, now, roundTripMs, delayVariationMs }: BurstSoFar,
  path: keyof typeof OVERLOAD_LOSS,
): boolean {
  const latest = packets.findLast((packet) => packet.receivedMs !== undefined);
  const overtakenMs = OVERTAKEN_MS.least + OVERTAKEN_MS.perVariation * delayVariationMs;
  const dueBefore = Math.max(
    now - 1.5 * roundTripMs - LATE_MS,
    (latest?.sentMs ?? Number.NEGATIVE_INFINITY) - overtakenMs,
  );
  return overloaded(
    packets.filter((packet) => packet.sentMs < dueBefore),
    path,
  );
}

/** The same once all has come that will: a short burst over a far path ends before its losses can be seen. */
export function overloaded(packets: readonly PacketRecord[], path: keyof typeof OVERLOAD_LOSS): boolean {
  if (packets.length < LEAST_DUE) return false;
  return (
    packets.filter((packet) => packet.receivedMs === undefined).length > OVERLOAD_LOSS[path] * packets.length
  );
}
