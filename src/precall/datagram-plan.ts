/**
 * A full measurement over UDP: probes at rest around one short burst that holds a small queue. Trains of growing
 * size find the rate of the burst, so that a slow link never gets a fast link's train.
 */
import { sendBurst } from './burst.ts';
import { burstConditions, isUnsteady } from './burst-conditions.ts';
import { estimateCapacity } from './capacity-estimate.ts';
import { climb, groupOf, probeUntilIn, SLOW_KBPS } from './climb.ts';
import type { DatagramLink } from './datagram-link.ts';
import { PROBES_PER_SECOND } from './light-plan.ts';
import type { PlanRequest, PlanResult } from './measurement-plan.ts';
import { sendPaced, settle } from './paced-probes.ts';
import { restProbes } from './rest-probes.ts';
import { warmUp } from './warm-up.ts';

const MOST_BURSTS = 3;
/** What a burst that met no queue is multiplied with. */
const STEP_UP = 1.8;
/** Probes at rest that the run is after, and how long it goes on sending them. */
const REST = { probes: 140, leastMs: 700, mostMs: 1_250 } as const;

export async function datagramPlan(
  link: DatagramLink,
  request: PlanRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<PlanResult> {
  const { overheadBytes, capKbps, roundTripMs, relayProtocol } = request;
  await warmUp(link, roundTripMs, signal);
  let { group, kbps: expected } = await climb(link, request, signal, onThroughput);
  let capped = false;
  let drowned = false;
  let varies = false;
  for (let count = 0; count < MOST_BURSTS; count += 1) {
    group += 1;
    const expectedKbps = Math.min(expected, 1.5 * capKbps);
    ({ capped, drowned, varies } = await sendBurst(
      link,
      { group, expectedKbps, capKbps, overheadBytes, roundTripMs },
      signal,
    ));
    await probeUntilIn(link, { kind: 'burst', group, relayProtocol }, signal);
    const conditions = burstConditions(link.log, group, overheadBytes, roundTripMs);
    const estimate = estimateCapacity(groupOf(link, 'burst', group), conditions);
    if (estimate === undefined || capped || drowned) break;
    if (estimate.saturated && !estimate.growing) break;
    const stepUp = estimate.saturated ? 1 : STEP_UP;
    expected = Math.max(expected, estimate.arrivalKbps, estimate.endKbps ?? 0) * stepUp;
  }

  const { scatterMs } = burstConditions(link.log, group, overheadBytes, roundTripMs);
  // Jitter that keeps the order makes dense probes wait for each other: there, too, the pace of a call's audio.
  const sparse = expected < SLOW_KBPS || isUnsteady(scatterMs, expected);
  const perSecond = sparse ? PROBES_PER_SECOND.slow : PROBES_PER_SECOND.fast;
  const wantedMs = ((REST.probes - restProbes(link.log).length) * 1000) / perSecond;
  const ms = varies ? REST.leastMs : Math.min(REST.mostMs, Math.max(REST.leastMs, wantedMs));
  await sendPaced(link, { perSecond, kind: 'probe', ms, slowLink: expected < SLOW_KBPS }, signal);
  await settle(link, ['probe'], roundTripMs, signal);
  return { log: link.log, decidingGroup: group, capped };
}
