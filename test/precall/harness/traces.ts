/** Packet logs written by hand. */

import type { DatagramKind } from '../../../src/precall/link/datagram-kinds.ts';
import type { PacketLog, PacketRecord } from '../../../src/precall/link/packet-log.ts';

/** One datagram: when it was sent, when it came back if it did. */
export type Row = readonly [
  kind: DatagramKind,
  sentMs: number,
  receivedMs?: number | undefined,
  bytes?: number,
  group?: number,
];

export function logOf(rows: readonly Row[]): PacketLog {
  const arrivals = rows.flatMap(([, , receivedMs], seq) =>
    receivedMs === undefined ? [] : [{ seq, receivedMs }],
  );
  return {
    sent: rows.map(([kind, sentMs, , bytes = 24, group = 0]) => ({ kind, sentMs, bytes, group })),
    arrivals: arrivals.sort((a, b) => a.receivedMs - b.receivedMs),
  };
}

/** Probes every `gapMs` with these round trips; undefined is a loss. */
export function probes(roundTrips: readonly (number | undefined)[], gapMs = 20): Row[] {
  return roundTrips.map((roundTrip, i) =>
    roundTrip === undefined ? ['probe', i * gapMs] : ['probe', i * gapMs, i * gapMs + roundTrip],
  );
}

export function recordsOf(log: PacketLog): PacketRecord[] {
  return log.sent.map((sent, seq) => ({
    ...sent,
    seq,
    receivedMs: log.arrivals.find((arrival) => arrival.seq === seq)?.receivedMs,
  }));
}
