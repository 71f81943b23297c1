/**
 * A full measurement over TCP or TLS: losses hide in delay there, and what is sent queues in the socket. So the
 * amount under way is bounded by what came back.
 */

import { median } from '../../core/base/statistics.ts';
import { idleProbes } from '../estimate/delay/idle-probes.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import { loopRoundTripMs, returned } from '../link/packet-log.ts';
import type { PlanRequest, PlanResult } from '../link/plan-request.ts';
import { SLOW_KBPS } from '../link/slow-link.ts';
import { OVER_CAP } from './burst-request.ts';
import { sendPaced, settle } from './paced-probes.ts';
import { PROBES_PER_SECOND, TCP_PROBES_PER_SECOND } from './probe-pace.ts';
import { sendRounds, tcpPayload } from './tcp-rounds.ts';
import { TcpWindow } from './tcp-window.ts';
import { warmUp } from './warm-up.ts';

/** ms of probing the idle path, on a fast link and on a slow one (bench). */
const IDLE_PROBING_MS = { fast: 700, slow: 1_250 } as const;
/** Idle probes that are enough: on a far link the rounds leave time for as many (bench). */
const ENOUGH_IDLE = 40;
/** Group number of the flow: beyond any round's. */
const FLOW_GROUP = 1_000;
/** ms between two looks at the window. */
const TICK_MS = 3;
/** ms of flow behind its start; longer where TCP stalls, for only the average counts there (bench). */
const STEADY_MS = { calm: 1_100, stalling: 2_200 } as const;
/** ms that the flow's start takes at most, beside four round trips (bench). */
const MOST_START_MS = 2_500;
/**
 * ms of start where segments were retransmitted: the rounds have opened the window already, and it never stands still
 * (bench).
 */
const RETRANSMITTING_START_MS = 400;
/** Bytes of flow at most, however fast the path is: data is somebody's money. */
const MOST_FLOW_BYTES = 1_000_000;
/** ms beyond two round trips that make a stall (bench). */
const STALL_MS = 150;

export async function tcpPlan(
  link: DatagramLink,
  request: PlanRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<PlanResult> {
  await warmUp(link, request.roundTripMs, signal);
  const { firstGroup, kbps, needsFlow, growing } = await sendRounds(link, request, signal, onThroughput);
  const slow = kbps < SLOW_KBPS;
  const perSecond = slow ? TCP_PROBES_PER_SECOND : PROBES_PER_SECOND.slow;
  const ms = slow ? IDLE_PROBING_MS.slow : IDLE_PROBING_MS.fast;
  if (needsFlow === undefined) {
    if (idleProbes(link.log).length < ENOUGH_IDLE)
      await sendPaced(link, { perSecond, kind: 'probe', ms }, signal);
    await settle(link, ['probe'], request.roundTripMs, signal);
    return {
      log: link.log,
      decidingGroup: firstGroup,
      tcp: growing ? 'growing-rounds' : 'rounds',
      capped: false,
    };
  }
  await settle(link, ['train', 'burst'], request.roundTripMs, signal);
  await sendPaced(link, { perSecond, kind: 'probe', ms }, signal);
  await settle(link, ['probe'], request.roundTripMs, signal);
  const roundTrips = returned(idleProbes(link.log)).map(loopRoundTripMs);
  const idleRoundTripMs = median(roundTrips) ?? request.roundTripMs;
  // Where segments are sent again, most round trips hold a wait for that.
  const quickestMs = Math.min(idleRoundTripMs, ...roundTrips);
  const repeats = needsFlow === 'repeats';
  // Where segments were retransmitted, what trains read says little.
  const about = repeats ? {} : { aboutKbps: kbps };
  const capped = await flow(link, request, { idleRoundTripMs, quickestMs, repeats, ...about }, signal);
  await settle(link, ['burst'], idleRoundTripMs, signal);
  return { log: link.log, decidingGroup: FLOW_GROUP, tcp: 'flow', capped };
}

interface FlowPremises {
  /** ms, a small datagram's round trip on the idle path. */
  readonly idleRoundTripMs: number;
  /** ms, the shortest of those. */
  readonly quickestMs: number;
  /** True where segments were retransmitted. */
  readonly repeats: boolean;
  /** kbit/s that the trains read. */
  readonly aboutKbps?: number;
}

/** Keeps the window full; true when the cap held it back. */
async function flow(
  link: DatagramLink,
  { overheadBytes, capKbps }: PlanRequest,
  { idleRoundTripMs, quickestMs, repeats, aboutKbps }: FlowPremises,
  signal: AbortSignal,
): Promise<boolean> {
  const payload = aboutKbps === undefined ? link.maxPayloadBytes : tcpPayload(link, aboutKbps, overheadBytes);
  const wireBytes = payload + overheadBytes;
  const fastest = capKbps * OVER_CAP;
  const window = new TcpWindow(idleRoundTripMs, wireBytes, fastest, aboutKbps);
  const start = link.now();
  let seen = link.log.arrivals.length;
  let underWay = 0;
  let credit = 16 * wireBytes;
  let last = start;
  let held = 0;
  let ticks = 0;
  let longestMs = 0;
  let sentBytes = 0;
  for (;;) {
    const now = link.now();
    for (; seen < link.log.arrivals.length; seen += 1) {
      const arrival = link.log.arrivals[seen];
      const sent = arrival === undefined ? undefined : link.log.sent[arrival.seq];
      if (arrival === undefined || sent?.kind !== 'burst' || sent.group !== FLOW_GROUP) continue;
      underWay -= wireBytes;
      window.arrived(arrival.receivedMs, arrival.receivedMs - sent.sentMs);
      longestMs = Math.max(longestMs, arrival.receivedMs - sent.sentMs);
    }
    const stalling = repeats || longestMs > 2 * idleRoundTripMs + STALL_MS;
    const startedBy = repeats ? start + RETRANSMITTING_START_MS : start + MOST_START_MS + 4 * quickestMs;
    const steadySince = Math.min(window.startedUpAt ?? startedBy, startedBy);
    if (now - steadySince > (stalling ? STEADY_MS.stalling : STEADY_MS.calm) + quickestMs) break;
    if (sentBytes > MOST_FLOW_BYTES) break;
    credit = Math.min(credit + (fastest * (now - last)) / 8, wireBytes * 24);
    last = now;
    ticks += 1;
    await link.prepare(8, signal);
    while (underWay + wireBytes <= window.bytes && credit >= wireBytes) {
      if (!link.send(payload, 'burst', FLOW_GROUP)) break;
      underWay += wireBytes;
      credit -= wireBytes;
      sentBytes += wireBytes;
    }
    if (credit < wireBytes) held += 1;
    await link.sleep(TICK_MS, signal);
  }
  return held > 0.5 * ticks;
}
