/**
 * A full measurement over UDP: probes on the idle path around one short burst that holds a small queue. Trains of growing
 * size find the rate of the burst, so that a slow link never gets a fast link's train.
 */

import { idleProbes } from '../estimate/delay/idle-probes.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import { groupOf } from '../link/packet-log.ts';
import type { PlanRequest, PlanResult } from '../link/plan-request.ts';
import { SLOW_KBPS } from '../link/slow-link.ts';
import { sendBurst } from './burst.ts';
import type { BurstOutcome } from './burst-request.ts';
import { IDLE_PROBING_MS, idlePace } from './idle-pace.ts';
import { NARROW_KBPS, sendLargePairs } from './large-pairs.ts';
import { type BurstPremises, nextBurst } from './next-burst.ts';
import { sendPaced, settle } from './paced-probes.ts';
import { type FoundRate, probeUntilIn, searchRate } from './rate-search.ts';
import { timeLeftMs } from './time-left.ts';
import { warmUp } from './warm-up.ts';

/** Bursts of one run at most (bench). */
const MOST_BURSTS = 4;

export async function datagramPlan(
  link: DatagramLink,
  request: PlanRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<PlanResult> {
  const { overheadBytes, capKbps, roundTripMs, relayProtocol, host } = request;
  const startedAt = link.now();
  await warmUp(link, roundTripMs, signal);
  const searched = await searchRate(link, request, signal, onThroughput);
  let { group } = searched;
  let outcome: BurstOutcome | undefined;
  let next: BurstPremises | undefined = firstPremises(searched);
  let expectedKbps = searched.kbps;
  let tokenBucket = false;
  let overflowed = false;
  const paceNow = () => idlePace(link.log, { group, expectedKbps, overheadBytes, roundTripMs, overflowed });
  for (let count = 0; count < MOST_BURSTS && next !== undefined; count += 1) {
    group += 1;
    expectedKbps = next.expectedKbps;
    const { knee, policed, proven, timedMs } = next;
    tokenBucket ||= knee !== undefined;
    outcome = await sendBurst(
      link,
      {
        group,
        expectedKbps: Math.min(expectedKbps, 1.5 * capKbps),
        capKbps,
        overheadBytes,
        host,
        roundTripMs,
        policed,
        proven,
        ...(timedMs === undefined ? {} : { timedMs }),
        ...(knee === undefined ? {} : { knee }),
      },
      signal,
    );
    overflowed = tokenBucket || policed || outcome.overloaded;
    const { perSecond } = paceNow();
    await probeUntilIn(link, { kind: 'burst', group, relayProtocol }, signal, perSecond);
    next = nextBurst(next, { trace: { log: link.log, overheadBytes, host }, group, outcome });
  }
  const { capped = false, varies = false } = outcome ?? {};

  const { perSecond, wanted, lateMs } = paceNow();
  const wantedMs = ((wanted - idleProbes(link.log).length) * 1000) / perSecond;
  const idleForMs = idleFor(link, group);
  const leastMs = IDLE_PROBING_MS.least - idleForMs;
  const wishedMs = varies ? leastMs : Math.min(IDLE_PROBING_MS.most - idleForMs, Math.max(leastMs, wantedMs));
  const leftMs = timeLeftMs(link, request, link.now() - startedAt);
  const ms = Math.max(0, Math.min(wishedMs, Math.max(lateMs - idleForMs, leftMs)));
  link.expectProbes?.({ perSecond, ms });
  await sendPaced(link, { perSecond, kind: 'probe', ms, slowLink: expectedKbps < SLOW_KBPS }, signal);
  await settle(link, ['probe'], roundTripMs, signal);
  if (expectedKbps < NARROW_KBPS) {
    await sendLargePairs(link, { kbps: expectedKbps, overheadBytes, roundTripMs }, signal);
  }
  return { log: link.log, decidingGroup: group, capped, tokenBucket };
}

function firstPremises({ kbps, timedMs, knee }: FoundRate): BurstPremises {
  const known = { expectedKbps: kbps, policed: false, ...(timedMs === undefined ? {} : { timedMs }) };
  return knee === undefined ? { ...known, proven: false } : { ...known, knee, proven: true };
}

/** ms since the last burst has left the link, by the first probe that found it idle again. */
function idleFor(link: DatagramLink, group: number): number {
  const lastSent = groupOf(link.log, 'burst', group).at(-1)?.sentMs ?? link.now();
  const first = idleProbes(link.log).find(({ sentMs }) => sentMs > lastSent);
  return first === undefined ? 0 : link.now() - first.sentMs;
}
