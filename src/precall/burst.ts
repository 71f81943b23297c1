/**
 * Keeps a small queue standing at the bottleneck for a while: enough that it is never idle, little enough that a call
 * beside it would not notice.
 */
import { estimateCapacity } from './capacity-estimate.ts';
import type { DatagramLink } from './datagram-link.ts';
import { type Crossing, transitMs } from './packet-log.ts';
import { quantile } from './quantile.ts';
import { QueueModel } from './queue-model.ts';

export interface BurstRequest {
  readonly group: number;
  /** kbit/s at IP level, the capacity as far as known. */
  readonly expectedKbps: number;
  readonly capKbps: number;
  readonly overheadBytes: number;
  /** ms, the least transit at rest. */
  readonly restMs: number;
  /** ms, how far transits scatter at rest. */
  readonly scatterMs: number;
}

export interface BurstOutcome {
  /** True when the cap held the burst back. */
  readonly capped: boolean;
}

const TICK_MS = 2;
/** Sending may exceed the cap by this much, to tell a link of just that rate from a faster one. */
const OVER_CAP = 1.06;
/** How long a datagram may take on the wire: long ones would make a slow link's queue coarse. */
const MOST_SERIALISATION_MS = 12;
const LEAST_PAYLOAD = 120;

export async function sendBurst(
  link: DatagramLink,
  request: BurstRequest,
  signal: AbortSignal,
): Promise<BurstOutcome> {
  const { group, overheadBytes, restMs } = request;
  const payload = payloadFor(request, link.maxPayloadBytes);
  const wireBytes = payload + overheadBytes;
  const fastest = request.capKbps * OVER_CAP;
  const targetMs = Math.min(
    60,
    Math.max(35 + request.scatterMs / 2, (2.5 * wireBytes * 8) / request.expectedKbps),
  );
  const sendMs = burstMs(request);
  await link.prepare(Math.ceil((Math.min(fastest, request.expectedKbps) * 60) / (wireBytes * 8)) + 4, signal);

  const firstSeq = link.log.sent.length;
  const start = link.now();
  const model = new QueueModel(request.expectedKbps, start);
  let seen = link.log.arrivals.length;
  let credit = wireBytes * 8 * 4;
  let last = start;
  let heldBack = 0;
  let ticks = 0;
  const burst: Crossing[] = [];
  let nextUpdate = 12;
  let backCount = 0;
  while (link.now() - start < sendMs) {
    for (; seen < link.log.arrivals.length; seen += 1) {
      const arrival = link.log.arrivals[seen];
      const crossing = arrival === undefined ? undefined : burst[arrival.seq - firstSeq];
      if (arrival === undefined || crossing === undefined) continue;
      const back = { ...crossing, receivedMs: arrival.receivedMs };
      burst[arrival.seq - firstSeq] = back;
      backCount += 1;
      model.returned(back.seq, transitMs(back) - restMs - (wireBytes * 8) / model.kbps);
    }
    if (backCount >= nextUpdate) {
      nextUpdate = backCount + 6;
      const upTo = burst.slice(0, burst.findLastIndex((c) => c.receivedMs !== undefined) + 1);
      const estimate = estimateCapacity(upTo.slice(-120), request);
      if (estimate?.saturated === true) model.kbps = Math.min(estimate.kbps, 1.5 * fastest);
      else if (estimate !== undefined && estimate.arrivalKbps > model.kbps) model.kbps = estimate.arrivalKbps;
    }
    const now = link.now();
    credit = Math.min(credit + fastest * (now - last), wireBytes * 8 * 40);
    last = now;
    ticks += 1;
    let room = model.queueMs(now) < targetMs;
    while (room && credit >= wireBytes * 8) {
      const seq = link.log.sent.length;
      if (!link.send(payload, 'burst', group)) break;
      burst.push({ kind: 'burst', group, bytes: payload, sentMs: now, seq, receivedMs: undefined });
      model.sent(seq, now, wireBytes);
      credit -= wireBytes * 8;
      room = model.queueMs(now) < targetMs;
    }
    if (room) heldBack += 1;
    await link.sleep(TICK_MS, signal);
  }
  return { capped: heldBack > 0.5 * ticks };
}

function payloadFor(request: BurstRequest, most: number): number {
  const bytes = (request.expectedKbps * MOST_SERIALISATION_MS) / 8 - request.overheadBytes;
  return Math.max(LEAST_PAYLOAD, Math.min(most, Math.round(bytes)));
}

/** Slow links need longer for enough datagrams, unsteady ones for the noise to average out. */
function burstMs({ expectedKbps, scatterMs }: BurstRequest): number {
  const base = expectedKbps < 600 ? 700 : 430;
  return Math.min(900, base + 8 * Math.max(0, scatterMs - 3));
}

/** How far transits scatter: 95th percentile of the deviation from the least. */
export function scatterOf(transits: readonly number[]): number {
  const least = quantile(transits, 0.1) ?? 0;
  return Math.max(0, (quantile(transits, 0.95) ?? 0) - least);
}
