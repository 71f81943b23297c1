/**
 * A full measurement over UDP: probes at rest around one short burst that holds a small queue. Trains of growing
 * size find the rate of the burst, so that a slow link never gets a fast link's train.
 */
import { scatterOf, sendBurst } from './burst.ts';
import { estimateCapacity, trainKbps } from './capacity-estimate.ts';
import type { DatagramLink } from './datagram-link.ts';
import { PROBES_PER_SECOND } from './light-plan.ts';
import type { PlanRequest, PlanResult } from './measurement-plan.ts';
import { sendPaced, settle } from './paced-probes.ts';
import { type Crossing, crossings, returned, transitMs } from './packet-log.ts';
import { restProbes } from './rest-probes.ts';
import { warmUp } from './warm-up.ts';

/** 5 x 234 bytes are 94 ms of a 100 kbit/s link. */
const FIRST_TRAIN = { count: 5, payload: 180 } as const;
/** Chromium paces its first few kB of larger packets (bandwidth probing); these get that over with. */
const PRIMER = { count: 20, payload: 250, inOneGo: 4 } as const;
const SECOND_TRAIN = { most: 16, least: 6, ms: 45 } as const;
/** kbit/s; below this the first train says enough for a burst. */
const SLOW_KBPS = 600;
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
  const { overheadBytes, capKbps } = request;
  await warmUp(link, signal);
  let group = 0;
  let expected = await trainRate(link, request, { ...FIRST_TRAIN, group }, signal);
  onThroughput();
  if (expected > SLOW_KBPS) {
    group += 1;
    await prime(link, group, signal);
    expected = await trainRate(link, request, secondTrain(expected, link, overheadBytes, group), signal);
  }

  let capped = false;
  for (let count = 0; count < MOST_BURSTS; count += 1) {
    group += 1;
    const conditions = { overheadBytes, ...restOf(link, request.roundTripMs) };
    const expectedKbps = Math.min(expected, 1.5 * capKbps);
    const outcome = await sendBurst(link, { ...conditions, group, expectedKbps, capKbps }, signal);
    capped = outcome.capped;
    await probeUntilIn(link, 'burst', group, signal);
    const estimate = estimateCapacity(groupOf(link, 'burst', group), conditions);
    if (estimate === undefined || estimate.saturated || capped) break;
    expected = Math.max(expected, estimate.arrivalKbps) * STEP_UP;
  }

  const perSecond = expected < SLOW_KBPS ? PROBES_PER_SECOND.slow : PROBES_PER_SECOND.fast;
  const wantedMs = ((REST.probes - restProbes(link.log).length) * 1000) / perSecond;
  const ms = Math.min(REST.mostMs, Math.max(REST.leastMs, wantedMs));
  await sendPaced(link, { perSecond, kind: 'probe', ms }, signal);
  await settle(link, ['probe'], request.roundTripMs, signal);
  return { log: link.log, decidingGroup: group, capped };
}

interface Train {
  readonly count: number;
  readonly payload: number;
  readonly group: number;
}

/** As much as the link carries in a short while, by what the first train said. */
function secondTrain(kbps: number, link: DatagramLink, overheadBytes: number, group: number): Train {
  const bytes = (kbps * SECOND_TRAIN.ms) / 8;
  const payload = Math.min(link.maxPayloadBytes, Math.floor(bytes / SECOND_TRAIN.least - overheadBytes));
  const count = Math.min(SECOND_TRAIN.most, Math.floor(bytes / (payload + overheadBytes)));
  return { count, payload, group };
}

/** kbit/s that a train saw. One that is lost is sent again, slower. */
async function trainRate(
  link: DatagramLink,
  request: PlanRequest,
  train: Train,
  signal: AbortSignal,
): Promise<number> {
  await link.prepare(train.count, signal);
  for (let i = 0; i < train.count; i += 1) link.send(train.payload, 'train', train.group);
  await probeUntilIn(link, 'train', train.group, signal);
  return trainKbps(groupOf(link, 'train', train.group), request.overheadBytes) ?? SLOW_KBPS / 2;
}

async function prime(link: DatagramLink, group: number, signal: AbortSignal): Promise<void> {
  await link.prepare(PRIMER.count, signal);
  for (let i = 1; i <= PRIMER.count; i += 1) {
    link.send(PRIMER.payload, 'primer', group);
    if (i % PRIMER.inOneGo === 0) await link.sleep(2, signal);
  }
}

/** Probes while a group is under way: at most links a round trip is mostly rest. */
async function probeUntilIn(
  link: DatagramLink,
  kind: 'train' | 'burst',
  group: number,
  signal: AbortSignal,
): Promise<void> {
  const until = () => isIn(link, kind, group);
  await sendPaced(link, { perSecond: PROBES_PER_SECOND.slow, kind: 'probe', ms: 2_000, until }, signal);
}

function groupOf(link: DatagramLink, kind: 'train' | 'burst', group: number): Crossing[] {
  return crossings(link.log, kind).filter((crossing) => crossing.group === group);
}

/** Everything is back, or nothing new came for so long that the rest is lost. */
function isIn(link: DatagramLink, kind: 'train' | 'burst', group: number): boolean {
  const sent = groupOf(link, kind, group);
  const back = returned(sent);
  if (back.length === sent.length) return true;
  const latest = Math.max(...back.map((packet) => packet.receivedMs));
  const lastSent = sent.at(-1)?.sentMs ?? 0;
  const transits = back.map(transitMs);
  const scatter = Math.max(...transits) - Math.min(...transits);
  const now = link.now();
  return back.length >= 3 && now - latest > 40 && now - lastSent > Math.max(...transits) + scatter / 4 + 20;
}

/** ms, the least transit and how far transits scatter, by all small datagrams so far. */
function restOf(link: DatagramLink, fallbackMs: number): { restMs: number; scatterMs: number } {
  const small = crossings(link.log, 'warm-up').concat(restProbes(link.log));
  const transits = returned(small).map(transitMs);
  if (transits.length === 0) return { restMs: fallbackMs, scatterMs: 0 };
  return { restMs: Math.min(...transits), scatterMs: scatterOf(transits) };
}
