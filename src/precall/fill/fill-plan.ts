/**
 * Fills the line through one loop while probes go through another: what they wait is what a call waits beside somebody's
 * transfer. Two loops, since a router with smart queue management keeps flows apart and a flow alone meets its own queue.
 */
import { PROBE_GROUP } from '../estimate/filled-line.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import type { FillPlanRequest, FillPlanResult } from '../link/plan-request.ts';
import { payloadFor } from '../plan/burst-request.ts';
import { SMALL_PROBE_BYTES, sendPaced, settle } from '../plan/paced-probes.ts';
import { warmUp } from '../plan/warm-up.ts';
import { LineFilling } from './line-filling.ts';

/** ms of probes on the idle line before it is filled, through the loop that also probes it then. */
const IDLE_MS = 400;
/** ms between two looks. */
const TICK_MS = 3;
/** Share of the line that probes take at most. */
const PROBES_SHARE = 0.05;
/** Probes a second at most and at least. */
const PROBES_PER_SECOND = { most: 100, least: 25 } as const;

/** Through `filling` goes what fills the line, through `probing` what tells how long it takes then. */
export interface FillLinks {
  readonly filling: DatagramLink;
  readonly probing: DatagramLink;
}

export async function fillPlan(
  { filling, probing }: FillLinks,
  request: FillPlanRequest,
  signal: AbortSignal,
): Promise<FillPlanResult> {
  const { capacityKbps, overheadBytes, roundTripMs } = request;
  const payload = payloadFor({ expectedKbps: capacityKbps, overheadBytes }, filling.maxPayloadBytes);
  const line = new LineFilling(filling, { capacityKbps, payload, wireBits: 8 * (payload + overheadBytes) });
  filling.expectBurst?.(line.fastestKbps);
  await warmUp(probing, roundTripMs, signal);
  const perSecond = probesPerSecond(request);
  await sendPaced(probing, { perSecond, kind: 'probe', ms: IDLE_MS }, signal);
  await settle(probing, ['probe'], roundTripMs, signal);
  await filling.prepare(line.datagramsWanted, signal);
  await probing.prepare(PROBES_PER_SECOND.most, signal);
  line.begin();
  let nextProbeMs = filling.now();
  while (line.goesOn()) {
    const now = filling.now();
    // Before the others: behind them it would meet the queue's brim each time, and be dropped.
    if (now >= nextProbeMs) {
      probing.send(SMALL_PROBE_BYTES, 'probe', PROBE_GROUP.filled);
      nextProbeMs = Math.max(nextProbeMs + 1000 / perSecond, now - TICK_MS);
    }
    line.send();
    await filling.sleep(TICK_MS, signal);
  }
  await settle(filling, ['burst'], roundTripMs, signal);
  await settle(probing, ['probe'], roundTripMs, signal);
  return { filling: filling.log, probing: probing.log };
}

function probesPerSecond({ capacityKbps, overheadBytes }: FillPlanRequest): number {
  const affordable = (PROBES_SHARE * capacityKbps * 1000) / (8 * (SMALL_PROBE_BYTES + overheadBytes));
  return Math.max(PROBES_PER_SECOND.least, Math.min(PROBES_PER_SECOND.most, affordable));
}
