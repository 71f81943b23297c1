/** Round trip, jitter and loss on an idle loop: no burst, under 70 kB both ways on most links. */

import { isUnsteady } from '../estimate/capacity/burst-conditions.ts';
import { idleRoundTrips } from '../estimate/delay/delay-statistics.ts';
import { delayVariationOf } from '../estimate/delay/delay-variation.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import { loopRoundTripMs, type PacketRecord, packetRecords, returned } from '../link/packet-log.ts';
import type { PlanRequest, PlanResult } from '../link/plan-request.ts';
import { sendLargePairs } from './large-pairs.ts';
import { MEAN_PROBE_BYTES, sendPaced, settle } from './paced-probes.ts';
import { PROBES_PER_SECOND } from './probe-pace.ts';
import { timeLeftMs } from './time-left.ts';
import { warmUp } from './warm-up.ts';

/**
 * IP-level bytes both ways that a run should keep to, the loop's end included. Where setting the loop
 * up took much of it (a handshake through the relays, which Firefox repeats after 50 ms) fewer probes are sent, down to the slow pace.
 */
const BUDGET_BYTES = 68_000;
/**
 * Bytes on the interface for each byte getStats counts while a loop is set up: it leaves out what TURN and ICE repeat
 * (captures).
 */
const UNCOUNTED = 1.5;
/** ms of slow probes that tell what pace the link can have (bench). */
const FIRST_MS = 350;
/** ms of probes that follow (bench). */
const IDLE_PROBING_MS = 1_350;
/** ms of such probes at least, also where setting the loop up took long (bench). */
const LEAST_IDLE_MS = {
  fast: 560,
  /** On a slow link whose queue has been waited for already. */
  drained: 860,
  /** On a slow link, where the browser's own packets are in the way of every fourth probe. */
  slow: 1_100,
} as const;
/** ms of draining and probes together, on a link so slow that setting the loop up has filled its queue (bench). */
const DRAINED_TOGETHER_MS = 1_400;
/**
 * ms per byte of payload from which a link is slow: 0.04 are 400 kbit/s there and back; its probes must be few to find
 * it idle.
 */
const SLOW_MS_PER_BYTE = 0.04;

/** kbit/s; a light run does not know a slow link's rate: a call has no use for less. */
const LEAST_KBPS = 60;

/** ms per byte by the quickest probe of each size: only a few large ones are back by then. */
function leastMsPerByte(probes: readonly PacketRecord[]): number {
  const back = returned(probes);
  const sizes = back.map(({ bytes }) => bytes);
  const [small, large] = [Math.min(...sizes), Math.max(...sizes)];
  const quickest = (size: number) =>
    Math.min(...back.filter(({ bytes }) => bytes === size).map(loopRoundTripMs));
  return large > small ? (quickest(large) - quickest(small)) / (large - small) : 0;
}

/** Probes a second over the rest of the run that the budget allows. */
function affordable({ setUpBytes = 0, overheadBytes }: PlanRequest, sent: number): number {
  const probes = (BUDGET_BYTES - UNCOUNTED * setUpBytes) / (2 * (MEAN_PROBE_BYTES + overheadBytes)) - sent;
  const perSecond = (probes * 1000) / IDLE_PROBING_MS;
  return Math.max(PROBES_PER_SECOND.slow, Math.min(PROBES_PER_SECOND.fast, perSecond));
}

export async function lightPlan(
  link: DatagramLink,
  request: PlanRequest,
  signal: AbortSignal,
): Promise<PlanResult> {
  const start = link.now();
  const drained = await warmUp(link, request.roundTripMs, signal);
  if (!drained)
    await sendPaced(link, { perSecond: PROBES_PER_SECOND.slow, kind: 'probe', ms: FIRST_MS }, signal);
  const probes = packetRecords(link.log, 'probe');
  const slowLink = drained || leastMsPerByte(probes) > SLOW_MS_PER_BYTE;
  const slow =
    slowLink ||
    isUnsteady(
      delayVariationOf(idleRoundTrips(probes, request.overheadBytes, request.host)),
      Number.POSITIVE_INFINITY,
    );
  const perSecond = slow ? PROBES_PER_SECOND.slow : affordable(request, link.log.sent.length);
  const planMs = link.now() - start;
  const wishedMs = drained ? DRAINED_TOGETHER_MS - planMs : IDLE_PROBING_MS;
  const ms = Math.max(
    LEAST_IDLE_MS[drained ? 'drained' : slowLink ? 'slow' : 'fast'],
    Math.min(wishedMs, timeLeftMs(link, request, planMs)),
  );
  link.expectProbes?.({ perSecond, ms });
  await sendPaced(link, { perSecond, kind: 'probe', ms, slowLink }, signal);
  await settle(link, ['probe'], request.roundTripMs, signal);
  if (slowLink && request.relayProtocol === 'udp') {
    const { overheadBytes, roundTripMs } = request;
    await sendLargePairs(link, { kbps: LEAST_KBPS, overheadBytes, roundTripMs }, signal);
  }
  return { log: link.log, capped: false };
}
