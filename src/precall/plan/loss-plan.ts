/** Loss alone: probes at an even pace, for a loop that nothing else is asked of. */
import type { DatagramLink } from '../link/datagram-link.ts';
import type { LossPlanRequest, PlanResult } from '../link/plan-request.ts';
import { sendPaced, settle } from './paced-probes.ts';

/** ms of probes. */
const LOSS_PROBING_MS = 700;
/** Datagrams to be had before the first is sent. */
const AHEAD = 20;

export async function lossPlan(
  link: DatagramLink,
  { roundTripMs, probesPerSecond }: LossPlanRequest,
  signal: AbortSignal,
): Promise<PlanResult> {
  await link.prepare(AHEAD, signal);
  await sendPaced(link, { perSecond: probesPerSecond, kind: 'probe', ms: LOSS_PROBING_MS }, signal);
  await settle(link, ['probe'], roundTripMs, signal);
  return { log: link.log, capped: false };
}
