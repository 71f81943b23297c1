/**
 * What the two ends of one loop noted: every datagram sent and every datagram that came back.
 * Times are ms on one clock, for both ends sit in one worker.
 */
import type { DatagramKind } from './datagram-kinds.ts';
import { isStalled, type Stall } from './event-loop-stalls.ts';

export interface SentDatagram {
  readonly kind: DatagramKind;
  /** Which train or burst, counted from 0 over the whole measurement. */
  readonly group: number;
  /** RTP payload (or message) bytes. */
  readonly bytes: number;
  readonly sentMs: number;
}

export interface Arrival {
  /** Index into `sent`. */
  readonly seq: number;
  readonly receivedMs: number;
}

export interface PacketLog {
  /** Indexed by sequence number. */
  readonly sent: readonly SentDatagram[];
  /** In order of arrival. */
  readonly arrivals: readonly Arrival[];
  /** When our own side stood still. */
  readonly stalls?: readonly Stall[];
}

/** A datagram with its first arrival, when it had one. */
export interface PacketRecord extends SentDatagram {
  readonly seq: number;
  readonly receivedMs: number | undefined;
  /** Our own side stood still while it left or arrived: its times say nothing about the path. */
  readonly stalled?: boolean;
}

/** The datagrams of these kinds in the order they were sent. */
export function packetRecords(log: PacketLog, ...kinds: DatagramKind[]): PacketRecord[] {
  return recordsOf(log, ({ kind }) => kinds.includes(kind));
}

/** What was sent in one go, in the order it was sent. */
export function groupOf(log: PacketLog, kind: DatagramKind, group: number): PacketRecord[] {
  return recordsOf(log, (sent) => sent.group === group && sent.kind === kind);
}

function recordsOf(log: PacketLog, isMeant: (sent: SentDatagram) => boolean): PacketRecord[] {
  const first = firstArrivals(log.arrivals);
  const { stalls = [] } = log;
  const records: PacketRecord[] = [];
  for (const [seq, sent] of log.sent.entries()) {
    if (!isMeant(sent)) continue;
    const { kind, group, bytes, sentMs } = sent;
    const receivedMs = first.get(seq);
    const stalled = isStalled(sentMs, receivedMs, stalls);
    records.push({ kind, group, bytes, sentMs, seq, receivedMs, stalled });
  }
  return records;
}

/** A datagram that came back. */
export interface Returned extends PacketRecord {
  readonly receivedMs: number;
}

export function returned(list: readonly PacketRecord[]): Returned[] {
  return list.filter((record): record is Returned => record.receivedMs !== undefined);
}

export function inOrderOfArrival(list: readonly PacketRecord[]): Returned[] {
  return returned(list).sort((a, b) => a.receivedMs - b.receivedMs);
}

/** Bits at IP level. */
export function wireBitsOf(list: readonly PacketRecord[], overheadBytes: number): number {
  return list.reduce((sum, { bytes }) => sum + (bytes + overheadBytes) * 8, 0);
}

/** Those that came back with times that are the path's; all that came back when those are too few. */
export function undisturbed(list: readonly PacketRecord[], enough: number): Returned[] {
  const back = returned(list);
  const clean = back.filter((record) => record.stalled !== true);
  return clean.length >= enough ? clean : back;
}

/** ms around the loop: one client-TURN round trip. */
export function loopRoundTripMs(record: Returned): number {
  return record.receivedMs - record.sentMs;
}

/** What was read of a log that is still being written: plans ask again every few ms, and arrivals are only ever added. */
const READ = new WeakMap<readonly Arrival[], { readonly first: Map<number, number>; count: number }>();

/** By sequence number, when the first of it arrived. */
function firstArrivals(arrivals: readonly Arrival[]): ReadonlyMap<number, number> {
  const read = READ.get(arrivals) ?? { first: new Map<number, number>(), count: 0 };
  for (; read.count < arrivals.length; read.count += 1) {
    const { seq, receivedMs } = arrivals[read.count] as Arrival;
    if (!read.first.has(seq)) read.first.set(seq, receivedMs);
  }
  READ.set(arrivals, read);
  return read.first;
}
