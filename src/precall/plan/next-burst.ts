/** Bursts until one decides: each takes what the one before has shown of the path. Pure but for the log it reads. */

import { burstConditions } from '../estimate/capacity/burst-conditions.ts';
import { estimateCapacity } from '../estimate/capacity/capacity-estimate.ts';
import { policedRate } from '../estimate/capacity/policed-rate.ts';
import { kneeOf, type TokenBucketKnee } from '../estimate/capacity/token-bucket-knee.ts';
import { idleProbes } from '../estimate/delay/idle-probes.ts';
import { lossInterval } from '../estimate/loss/loss-interval.ts';
import { overloaded as isOverloaded } from '../estimate/loss/overload-loss.ts';
import type { HostFacts } from '../link/host-facts.ts';
import {
  inOrderOfArrival,
  type PacketLog,
  type PacketRecord,
  returned,
  wireBitsOf,
} from '../link/packet-log.ts';
import type { BurstOutcome } from './burst-request.ts';

/** What is known before a burst. */
export interface BurstPremises {
  /** kbit/s at IP level. */
  readonly expectedKbps: number;
  /** ms over which that was read. */
  readonly timedMs?: number;
  /** Of a token bucket, when there is one. */
  readonly knee?: TokenBucketKnee;
  /** True when datagrams beyond the path's rate are dropped and not queued. */
  readonly policed: boolean;
  /** True when it is known what a train at that rate meets. */
  readonly proven: boolean;
}

export interface SentBurst {
  readonly log: PacketLog;
  readonly group: number;
  readonly packets: readonly PacketRecord[];
  readonly outcome: BurstOutcome;
  readonly overheadBytes: number;
  readonly host: HostFacts;
}

/** What a burst that met no queue is multiplied with. */
const STEP_UP = 1.8;
/** What is sent for what a policer passes: enough that its losses stand out. */
const POLICED_EXCESS = 1.6;
/** 0-1, what the path may be taken to lose by itself while few probes tell. */
const MOST_IDLE_LOSS = 0.1;

/** Undefined when this burst decides. */
export function nextBurst(before: BurstPremises, sent: SentBurst): BurstPremises | undefined {
  const { log, group, packets, outcome, overheadBytes } = sent;
  if (outcome.knee !== undefined) {
    // What is all in by now knows the rate better.
    const { kbps } = kneeOf(packets, overheadBytes, 0) ?? outcome.knee;
    const knee = { kbps, endMs: lastArrivalMs(packets) };
    return { expectedKbps: knee.kbps, knee, policed: false, proven: true };
  }
  const overloaded = outcome.overloaded || isOverloaded(packets, before.policed ? 'policed' : 'plain');
  if (outcome.capped && !overloaded) return undefined;
  const conditions = burstConditions(log, group, overheadBytes, 0);
  const estimate = estimateCapacity(packets, conditions, sent.host);
  if (before.policed || (overloaded && estimate?.saturated !== true)) {
    const rate = policedRate(packets, idleLoss(log), overheadBytes);
    if (before.policed && !overloaded) return rate === undefined ? faster(before) : undefined;
    const kbps = rate?.kbps ?? roughKbps(sent);
    return kbps === undefined
      ? undefined
      : { ...behind(kbps, sent), expectedKbps: kbps * POLICED_EXCESS, policed: true };
  }
  if (estimate === undefined) return undefined;
  // A queue that overflowed says how fast it is, but not how much of what it dropped would have come.
  if (overloaded) return before.proven ? undefined : behind(estimate.arrivalKbps, sent);
  if (estimate.saturated && !estimate.growing) return undefined;
  const stepUp = estimate.saturated ? 1 : STEP_UP;
  const expectedKbps = Math.max(before.expectedKbps, estimate.arrivalKbps, estimate.endKbps ?? 0) * stepUp;
  return { expectedKbps, policed: false, proven: true };
}

/** In a policer, too slow for losses that stand out. */
function faster({ expectedKbps, ...rest }: BurstPremises): BurstPremises {
  return { ...rest, expectedKbps: expectedKbps * POLICED_EXCESS };
}

/** Whatever let more than that pass at once may do so again. */
function behind(kbps: number, { packets }: SentBurst): BurstPremises {
  const knee = { kbps, endMs: lastArrivalMs(packets) };
  return { expectedKbps: kbps, knee, policed: false, proven: true };
}

function lastArrivalMs(packets: readonly PacketRecord[]): number {
  return Math.max(...returned(packets).map((packet) => packet.receivedMs));
}

/** kbit/s over all that came. */
function roughKbps({ packets, overheadBytes }: SentBurst): number | undefined {
  const back = inOrderOfArrival(packets);
  const [first, last] = [back[0], back.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return wireBitsOf(back, overheadBytes) / Math.max(1, last.receivedMs - first.receivedMs);
}

function idleLoss(log: PacketLog): { lossRatio: number; most: number } {
  const lost = idleProbes(log).map((probe) => probe.receivedMs === undefined);
  const [, most] = lossInterval(lost);
  return {
    lossRatio: lost.filter(Boolean).length / Math.max(1, lost.length),
    most: Math.min(most, MOST_IDLE_LOSS),
  };
}
