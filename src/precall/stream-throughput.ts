/** TCP goodput: what came through one relayed connection each way, after its slow start. Pure. */
import type { Throughput } from '../core/run-report.ts';
import { type Crossing, returned } from './packet-log.ts';

/** Share of the arrivals that belongs to the start of the connection, and ms at least. */
const START = { share: 0.3, ms: 350 } as const;
const LEAST = 10;

export interface StreamFacts {
  readonly overheadBytes: number;
  readonly capKbps: number;
  readonly capped: boolean;
}

export function streamThroughput(burst: readonly Crossing[], facts: StreamFacts): Throughput | undefined {
  const back = returned(burst).sort((a, b) => a.receivedMs - b.receivedMs);
  const first = back[0];
  const lastSent = burst.at(-1)?.sentMs;
  if (first === undefined || lastSent === undefined) return undefined;
  const whole = (back.at(-1)?.receivedMs ?? first.receivedMs) - first.receivedMs;
  const from0 = first.receivedMs + Math.max(START.ms, START.share * whole);
  const steady = back.filter((packet) => packet.receivedMs >= from0);
  const from = steady[0];
  const to = steady.at(-1);
  if (from === undefined || to === undefined || steady.length < LEAST) return undefined;
  const bits = steady.slice(1).reduce((sum, packet) => sum + (packet.bytes + facts.overheadBytes) * 8, 0);
  const kbps = bits / (to.receivedMs - from.receivedMs);
  const atLeast = kbps >= facts.capKbps || (facts.capped && kbps > 0.97 * facts.capKbps);
  const capacityKbps = atLeast ? facts.capKbps : kbps;
  return { capacityKbps, goodputKbps: capacityKbps, atLeast };
}
