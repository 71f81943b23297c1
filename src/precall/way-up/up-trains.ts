/**
 * Trains of datagrams that go up and no further, and probes around the loop behind each: see `estimate/capacity/up-rate.ts`. A train
 * takes as long as the first ones have shown to be enough, so that what stands in the way up is never a long queue.
 */

import { median } from '../../core/base/statistics.ts';
import { idleDeviationMs, trainKbps, UP_PROBE_GROUP } from '../estimate/capacity/up-rate.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import type { UpPlanRequest, UpPlanResult } from '../link/plan-request.ts';
import { payloadFor } from '../plan/burst-request.ts';
import { SMALL_PROBE_BYTES, sendPaced, settle } from '../plan/paced-probes.ts';
import { warmUp } from '../plan/warm-up.ts';

/** Trains, and ms that each takes on the way up: at least, times the idle line's deviation more, and at most. */
const TRAINS = { count: 8, ms: 50, perDeviation: 6, mostMs: 120 } as const;
/** Of that, every second train: by trains of two lengths a queue is told that is shorter than the longer ones. */
const SHORT_SHARE = 0.5;
/** Factor by which a train grows whose probes have come back and not waited. */
const GROWTH = 1.6;
/** Latest trains whose median sizes the next one. */
const LATEST = 3;
/** Datagrams of a train at least: fewer would be one datagram's time. */
const LEAST_DATAGRAMS = 4;
/**
 * ms of probes on the idle line, and probes a second: as long as a server may take to give up the far end's relay, which coturn
 * keeps for a second. Until then the trains would come down.
 */
const IDLE = { ms: 1_200, perSecond: 30 } as const;
/** Probes behind each train, ms from its end to the first, and from each to the next. */
const BEHIND = { count: 5, firstMs: 4, gapMs: 6 } as const;
/**
 * Before the trains: the browser binds a channel (RFC 8656 section 12) to the first datagram, and sends the first kilobytes of large
 * ones at a pace of its own.
 */
const OPENING = { small: { count: 3, bytes: 120 }, large: { count: 8, gapMs: 12 } } as const;

/** Through `trains` goes what goes up alone, through `probing` what tells how long it takes. */
export interface UpLinks {
  readonly trains: DatagramLink;
  readonly probing: DatagramLink;
}

export async function upTrains(
  { trains, probing }: UpLinks,
  request: UpPlanRequest,
  signal: AbortSignal,
): Promise<UpPlanResult> {
  const { capacityKbps, mostKbps, overheadBytes, roundTripMs } = request;
  await open(trains, request, signal);
  await warmUp(probing, roundTripMs, signal);
  await sendPaced(probing, { perSecond: IDLE.perSecond, kind: 'probe', ms: IDLE.ms }, signal);
  await settle(probing, ['probe'], roundTripMs, signal);
  const trainMs = Math.min(TRAINS.mostMs, TRAINS.ms + TRAINS.perDeviation * idleDeviationMs(probing.log));
  const read: number[] = [];
  let kbps = capacityKbps;
  for (let group = 0; group < TRAINS.count; group += 1) {
    const share = group % 2 === 0 ? 1 : SHORT_SHARE;
    const payload = payloadFor({ expectedKbps: share * kbps, overheadBytes }, trains.maxPayloadBytes);
    const bits = 8 * (payload + overheadBytes);
    const count = Math.max(LEAST_DATAGRAMS, Math.round((kbps * share * trainMs) / bits));
    await trains.prepare(count, signal);
    await probing.prepare(BEHIND.count, signal);
    for (let i = 0; i < count; i += 1) trains.send(payload, 'train', group);
    await probing.sleep(BEHIND.firstMs, signal);
    for (let i = 0; i < BEHIND.count; i += 1) {
      probing.send(SMALL_PROBE_BYTES, 'probe', UP_PROBE_GROUP.behind + group);
      await probing.sleep(BEHIND.gapMs, signal);
    }
    await settle(probing, ['probe'], roundTripMs, signal);
    const found = trainKbps({ trains: trains.log, probing: probing.log }, group, overheadBytes);
    if (typeof found === 'number') read.push(found);
    const wanted = median(read.slice(-LATEST)) ?? (found === 'no-wait' ? GROWTH * kbps : kbps);
    kbps = Math.min(mostKbps, Math.max(capacityKbps, wanted));
  }
  return { trains: trains.log, probing: probing.log };
}

async function open(trains: DatagramLink, request: UpPlanRequest, signal: AbortSignal): Promise<void> {
  const { small, large } = OPENING;
  await trains.prepare(small.count + large.count, signal);
  for (let i = 0; i < small.count; i += 1) trains.send(small.bytes, 'warm-up', 0);
  await trains.sleep(request.roundTripMs, signal);
  const payload = payloadFor({ expectedKbps: request.capacityKbps, ...request }, trains.maxPayloadBytes);
  for (let i = 0; i < large.count; i += 1) {
    trains.send(payload, 'flush', 0);
    await trains.sleep(large.gapMs, signal);
  }
}
