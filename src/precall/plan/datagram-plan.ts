/**
 * A full measurement over UDP: probes at rest around one short burst that holds a small queue. Trains of growing
 * size find the rate of the burst, so that a slow link never gets a fast link's train.
 */

import { restProbes } from '../estimate/delay/rest-probes.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import { groupOf } from '../link/packet-log.ts';
import type { PlanRequest, PlanResult } from '../link/plan-request.ts';
import { sendBurst } from './burst.ts';
import { type BurstOutcome, SLOW_KBPS } from './burst-request.ts';
import { type Climbed, climb, probeUntilIn } from './climb.ts';
import { type BurstPremises, nextBurst } from './next-burst.ts';
import { sendPaced, settle } from './paced-probes.ts';
import { REST_MS, restPace } from './rest-pace.ts';
import { timeLeftMs } from './time-left.ts';
import { warmUp } from './warm-up.ts';

const MOST_BURSTS = 4;

export async function datagramPlan(
  link: DatagramLink,
  request: PlanRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<PlanResult> {
  const { overheadBytes, capKbps, roundTripMs, relayProtocol } = request;
  const startedAt = link.now();
  await warmUp(link, roundTripMs, signal);
  const climbed = await climb(link, request, signal, onThroughput);
  let { group } = climbed;
  let outcome: BurstOutcome | undefined;
  let next: BurstPremises | undefined = firstPremises(climbed);
  let expectedKbps = climbed.kbps;
  let bucket = false;
  let overflowed = false;
  const paceNow = () => restPace(link.log, { group, expectedKbps, overheadBytes, roundTripMs, overflowed });
  for (let count = 0; count < MOST_BURSTS && next !== undefined; count += 1) {
    group += 1;
    expectedKbps = next.expectedKbps;
    const { bend, policed, proven, timedMs } = next;
    bucket ||= bend !== undefined;
    outcome = await sendBurst(
      link,
      {
        group,
        expectedKbps: Math.min(expectedKbps, 1.5 * capKbps),
        capKbps,
        overheadBytes,
        roundTripMs,
        policed,
        proven,
        ...(timedMs === undefined ? {} : { timedMs }),
        ...(bend === undefined ? {} : { bend }),
      },
      signal,
    );
    overflowed = bucket || policed || outcome.drowned;
    const { perSecond } = paceNow();
    await probeUntilIn(link, { kind: 'burst', group, relayProtocol }, signal, perSecond);
    const packets = groupOf(link.log, 'burst', group);
    next = nextBurst(next, { log: link.log, group, packets, outcome, overheadBytes });
  }
  const { capped = false, varies = false } = outcome ?? {};

  const { perSecond, wanted, lateMs } = paceNow();
  const wantedMs = ((wanted - restProbes(link.log).length) * 1000) / perSecond;
  const restedMs = restedFor(link, group);
  const leastMs = REST_MS.least - restedMs;
  const wishedMs = varies ? leastMs : Math.min(REST_MS.most - restedMs, Math.max(leastMs, wantedMs));
  const leftMs = timeLeftMs(link, request, link.now() - startedAt);
  const ms = Math.max(0, Math.min(wishedMs, Math.max(lateMs - restedMs, leftMs)));
  link.expectProbes?.({ perSecond, ms });
  await sendPaced(link, { perSecond, kind: 'probe', ms, slowLink: expectedKbps < SLOW_KBPS }, signal);
  await settle(link, ['probe'], roundTripMs, signal);
  return { log: link.log, decidingGroup: group, capped, bucket };
}

function firstPremises({ kbps, timedMs, bend }: Climbed): BurstPremises {
  const known = { expectedKbps: kbps, policed: false, ...(timedMs === undefined ? {} : { timedMs }) };
  return bend === undefined ? { ...known, proven: false } : { ...known, bend, proven: true };
}

/** ms since the last group has left the link, by the probes that met it at rest again. */
function restedFor(link: DatagramLink, group: number): number {
  const lastSent = groupOf(link.log, 'burst', group).at(-1)?.sentMs ?? link.now();
  const first = restProbes(link.log).find(({ sentMs }) => sentMs > lastSent);
  return first === undefined ? 0 : link.now() - first.sentMs;
}
