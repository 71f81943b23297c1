/**
 * A full measurement over UDP: probes at rest around one short burst that holds a small queue. Trains of growing
 * size find the rate of the burst, so that a slow link never gets a fast link's train.
 */
import type { Bend } from './bend.ts';
import { sendBurst } from './burst.ts';
import { burstConditions, isUnsteady } from './burst-conditions.ts';
import { type BurstOutcome, CRAWLING_KBPS, SLOW_KBPS } from './burst-request.ts';
import { type Climbed, climb, groupOf, probeUntilIn } from './climb.ts';
import type { DatagramLink } from './datagram-link.ts';
import { PROBES_PER_SECOND } from './light-plan.ts';
import type { PlanRequest, PlanResult } from './measurement-plan.ts';
import { type BurstPremises, nextBurst } from './next-burst.ts';
import { sendPaced, settle } from './paced-probes.ts';
import { restProbes } from './rest-probes.ts';
import { warmUp } from './warm-up.ts';

const MOST_BURSTS = 4;
/**
 * Probes at rest that the run is after, and how long it goes on sending them, from when the burst has left the link. Where
 * they are few a second, as many as tell jitter to a tenth; fewer on a steady slow link that has lost nothing so far.
 */
const REST = { probes: 140, sparse: 80, clean: 45, crawling: 36, leastMs: 700, mostMs: 1_250 } as const;

export async function datagramPlan(
  link: DatagramLink,
  request: PlanRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<PlanResult> {
  const { overheadBytes, capKbps, roundTripMs, relayProtocol } = request;
  await warmUp(link, roundTripMs, signal);
  const climbed = await climb(link, request, signal, onThroughput);
  let { group } = climbed;
  let outcome: BurstOutcome | undefined;
  let next: BurstPremises | undefined = firstPremises(climbed);
  let expectedKbps = climbed.kbps;
  let bucket = false;
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
        bucketBytes: bend === undefined ? 0 : refilledBytes(bend, link.now(), roundTripMs),
        policed,
        proven,
        ...(timedMs === undefined ? {} : { timedMs }),
      },
      signal,
    );
    const { perSecond } = restPace(link, group, expectedKbps, request);
    await probeUntilIn(link, { kind: 'burst', group, relayProtocol }, signal, perSecond);
    const packets = groupOf(link, 'burst', group);
    next = nextBurst(next, { log: link.log, group, packets, outcome, overheadBytes });
  }
  const { capped = false, varies = false } = outcome ?? {};

  const { perSecond, wanted } = restPace(link, group, expectedKbps, request);
  const wantedMs = ((wanted - restProbes(link.log).length) * 1000) / perSecond;
  const restedMs = restedFor(link, group);
  const leastMs = REST.leastMs - restedMs;
  const ms = Math.max(0, varies ? leastMs : Math.min(REST.mostMs - restedMs, Math.max(leastMs, wantedMs)));
  link.expectProbes?.({ perSecond, ms });
  await sendPaced(link, { perSecond, kind: 'probe', ms, slowLink: expectedKbps < SLOW_KBPS }, signal);
  await settle(link, ['probe'], roundTripMs, signal);
  return { log: link.log, decidingGroup: group, capped, bucket };
}

function firstPremises({ kbps, timedMs, bend }: Climbed): BurstPremises {
  const known = { expectedKbps: kbps, policed: false, ...(timedMs === undefined ? {} : { timedMs }) };
  return bend === undefined ? { ...known, proven: false } : { ...known, bend, proven: true };
}

/** Jitter that keeps the order makes dense probes wait for each other: there, too, the pace of a call's audio. */
function restPace(
  link: DatagramLink,
  group: number,
  expectedKbps: number,
  { overheadBytes, roundTripMs }: PlanRequest,
): { perSecond: number; wanted: number } {
  const { scatterMs } = burstConditions(link.log, group, overheadBytes, roundTripMs);
  const unsteady = isUnsteady(scatterMs, expectedKbps);
  if (!unsteady && expectedKbps >= SLOW_KBPS)
    return { perSecond: PROBES_PER_SECOND.fast, wanted: REST.probes };
  const clean = groupOf(link, 'burst', group).every(({ receivedMs }) => receivedMs !== undefined);
  const few = expectedKbps < CRAWLING_KBPS ? REST.crawling : REST.clean;
  return { perSecond: PROBES_PER_SECOND.slow, wanted: unsteady || !clean ? REST.sparse : few };
}

/** ms since the last group has left the link, by the probes that met it at rest again. */
function restedFor(link: DatagramLink, group: number): number {
  const lastSent = groupOf(link, 'burst', group).at(-1)?.sentMs ?? link.now();
  const first = restProbes(link.log).find(({ sentMs }) => sentMs > lastSent);
  return first === undefined ? 0 : link.now() - first.sentMs;
}

/** What a token bucket holds again when its bottleneck has been idle since the last of a train left it. */
function refilledBytes({ kbps, headBytes, endMs }: Bend, now: number, roundTripMs: number): number {
  return Math.min(headBytes, (kbps * Math.max(0, now - endMs + roundTripMs / 2)) / 8);
}
