/** TCP goodput: what came through one relayed connection each way, after its slow start. Pure. */

import { mean } from '../../../core/base/statistics.ts';
import type { Throughput } from '../../../core/report/path-metrics.ts';
import { inOrderOfArrival, type PacketRecord, type Returned } from '../../link/packet-log.ts';
import { ownAckBytes, TCP_SEGMENT } from '../../link/wire-overhead.ts';

/** The flow's start, which does not count: share of its arrivals' time, and ms at least (bench). */
const START = { share: 0.3, ms: 350 } as const;
/** Datagrams behind the start that tell a rate at least. */
const LEAST = 10;
/** ms between two arrivals, below which they shared a segment: no link that a flow is sent on is so fast. */
const TOGETHER_MS = 0.4;
/** Parts of a flow whose rates are held against each other. */
const PARTS = 6;
/** Relative uncertainty at least: ACKs and segment sizes differ (bench). */
const LEAST_UNCERTAINTY = 0.02;

/**
 * Relative uncertainty from which on TCP held the flow back, by what it sent again or had yet to grow to, and not the line: the line
 * carries no less, and another connection may get more.
 */
const HELD_BACK = 0.1;

export interface TcpFlowFacts {
  readonly overheadBytes: number;
  readonly capKbps: number;
  readonly capped: boolean;
}

export function tcpFlowThroughput(
  burst: readonly PacketRecord[],
  facts: TcpFlowFacts,
): Throughput | undefined {
  const back = inOrderOfArrival(burst);
  const first = back[0];
  const lastSent = burst.at(-1)?.sentMs;
  if (first === undefined || lastSent === undefined) return undefined;
  const whole = (back.at(-1)?.receivedMs ?? first.receivedMs) - first.receivedMs;
  const from0 = first.receivedMs + Math.max(START.ms, START.share * whole);
  const steady = back.filter((packet) => packet.receivedMs >= from0);
  const from = steady[0];
  const to = steady.at(-1);
  if (from === undefined || to === undefined || steady.length < LEAST) return undefined;
  const bits = arrivedBits(steady, facts.overheadBytes);
  const kbps = (bits.at(-1) ?? 0) / (to.receivedMs - from.receivedMs);
  if (kbps >= facts.capKbps || (facts.capped && kbps > 0.97 * facts.capKbps)) {
    return { capacityKbps: facts.capKbps, throughputKbps: facts.capKbps, atLeast: true };
  }
  const uncertainty = uncertaintyOf(steady, bits);
  const read = { capacityKbps: kbps, throughputKbps: kbps };
  return uncertainty > HELD_BACK ? { ...read, atLeast: true } : { ...read, uncertainty, atLeast: false };
}

/**
 * Bits on the wire that came behind the first datagram, by each. Those that waited in the sender's socket share a segment and
 * come at once: their headers count once for what a segment holds.
 */
function arrivedBits(steady: readonly Returned[], overheadBytes: number): number[] {
  const inner = overheadBytes - TCP_SEGMENT.headerBytes;
  let bits = 0;
  const together = (i: number) =>
    (steady[i]?.receivedMs ?? 0) - (steady[i - 1]?.receivedMs ?? Number.NEGATIVE_INFINITY) < TOGETHER_MS;
  return steady.map((packet, i) => {
    if (i === 0) return 0;
    const bytes = packet.bytes + inner;
    const shares = together(i) || (i + 1 < steady.length && together(i + 1));
    const { mostBytes, headerBytes } = TCP_SEGMENT;
    const headers = shares
      ? (headerBytes * Math.min(mostBytes, bytes)) / mostBytes
      : headerBytes + ownAckBytes(bytes);
    bits += (bytes + headers) * 8;
    return bits;
  });
}

/** Of the mean, by how much parts of the flow differ. */
function uncertaintyOf(steady: readonly Returned[], bits: readonly number[]): number {
  const from = steady[0]?.receivedMs ?? 0;
  const partMs = ((steady.at(-1)?.receivedMs ?? 0) - from) / PARTS;
  const at = Array.from({ length: PARTS + 1 }, (_, part) => {
    // A part ends with the first arrival at or behind its end, where the next one begins: no datagram counts in two parts.
    const i = steady.findIndex(({ receivedMs }) => receivedMs >= from + part * partMs - 1e-6);
    return { ms: steady[i]?.receivedMs ?? 0, bits: bits[i] ?? 0 };
  });
  const rates = at.slice(1).flatMap((end, part) => {
    const start = at[part];
    return start === undefined || end.ms <= start.ms ? [] : [(end.bits - start.bits) / (end.ms - start.ms)];
  });
  const average = mean(rates);
  if (average === undefined || rates.length < PARTS) return 1;
  const variance = rates.reduce((sum, rate) => sum + (rate - average) ** 2, 0) / (rates.length - 1);
  return Math.min(1, LEAST_UNCERTAINTY + (2 * Math.sqrt(variance / rates.length)) / average);
}
