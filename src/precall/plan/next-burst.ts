/** Whether a burst decides, and if not, what the next one starts from. Pure. */

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
  /** ms of arrivals that rate was read from. */
  readonly timedMs?: number;
  /** Of a token bucket, when there is one. */
  readonly knee?: TokenBucketKnee;
  /** True when datagrams beyond the path's rate are dropped and not queued. */
  readonly policed: boolean;
  /** True when a burst has shown that no token bucket lets everything pass. */
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

/** Factor on the rate of a burst that met no queue (bench). */
const STEP_UP = 1.8;
/** Bytes sent for each byte a policer passes: its losses stand out from the path's own (bench). */
const POLICED_EXCESS = 1.6;
/** 0-1, loss the idle path is believed to have at most while few probes tell (bench). */
const MOST_IDLE_LOSS = 0.1;

/** Undefined when this burst decides. */
export function nextBurst(before: BurstPremises, sent: SentBurst): BurstPremises | undefined {
  const { log, group, packets, outcome, overheadBytes } = sent;
  if (outcome.knee !== undefined) {
    // By now the whole burst is in, and tells the rate better than its beginning did.
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
  // A queue that overflowed tells how fast it empties, but not how much of what it dropped would have come.
  if (overloaded) return before.proven ? undefined : behind(estimate.arrivalKbps, sent);
  if (estimate.saturated && !estimate.growing) return undefined;
  const stepUp = estimate.saturated ? 1 : STEP_UP;
  const expectedKbps = Math.max(before.expectedKbps, estimate.arrivalKbps, estimate.endKbps ?? 0) * stepUp;
  return { expectedKbps, policed: false, proven: true };
}

/** The next burst through a policer, after one too slow for losses that stand out. */
function faster({ expectedKbps, ...rest }: BurstPremises): BurstPremises {
  return { ...rest, expectedKbps: expectedKbps * POLICED_EXCESS };
}

/** The next burst behind whatever let more than `kbps` pass at once, as a token bucket does: it may do so again. */
function behind(kbps: number, { packets }: SentBurst): BurstPremises {
  const knee = { kbps, endMs: lastArrivalMs(packets) };
  return { expectedKbps: kbps, knee, policed: false, proven: true };
}

function lastArrivalMs(packets: readonly PacketRecord[]): number {
  return Math.max(...returned(packets).map((packet) => packet.receivedMs));
}

/** kbit/s over all arrivals. */
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
