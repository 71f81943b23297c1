/**
 * Whether two large datagrams that follow each other closely get through a narrow line: the first flight of a call's DTLS
 * handshake is two of 1.2 kB, and where the bottleneck's queue has no room for the second, no call comes up.
 */
import type { DatagramLink } from '../link/datagram-link.ts';
import { groupOf, loopRoundTripMs, packetRecords, returned } from '../link/packet-log.ts';

/** kbit/s above which a queue of 30 ms, the shortest in use, has room for a large datagram. */
export const NARROW_KBPS = 350;
/** Pairs at most: losses that come singly spare one of so many. */
const MOST_PAIRS = 4;
/** ms, and times that a large datagram takes on the wire, beyond the longest round trip after which one is lost. */
const LOST_AFTER = { ms: 50, timesOnWire: 3 } as const;

export interface LargePairsRequest {
  /** kbit/s, what the line carries as far as known; its lowest likely value where that is not. */
  readonly kbps: number;
  readonly overheadBytes: number;
  readonly roundTripMs: number;
}

/** Pair after pair until one comes back whole. The paced probes are over by then. */
export async function sendLargePairs(
  link: DatagramLink,
  { kbps, overheadBytes, roundTripMs }: LargePairsRequest,
  signal: AbortSignal,
): Promise<void> {
  const onWireMs = ((link.maxPayloadBytes + overheadBytes) * 8) / kbps;
  const roundTrips = returned(packetRecords(link.log, 'probe')).map(loopRoundTripMs);
  const patienceMs = Math.max(roundTripMs, ...roundTrips) + LOST_AFTER.timesOnWire * onWireMs + LOST_AFTER.ms;
  for (let group = 0; group < MOST_PAIRS; group += 1) {
    await link.prepare(2, signal);
    const until = link.now() + patienceMs;
    for (let i = 0; i < 2; i += 1) link.send(link.maxPayloadBytes, 'pair', group);
    const isWhole = () => returned(groupOf(link.log, 'pair', group)).length === 2;
    while (!isWhole() && link.now() < until) await link.sleep(5, signal);
    if (isWhole()) return;
  }
}
