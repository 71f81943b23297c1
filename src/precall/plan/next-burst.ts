/** Whether a burst decides, and if not, what the next one starts from. Pure. */

import { decide } from '../estimate/capacity/decide.ts';
import { kneeOf, type TokenBucketKnee } from '../estimate/capacity/token-bucket-knee.ts';
import { overloaded as isOverloaded } from '../estimate/loss/overload-loss.ts';
import { groupOf, inOrderOfArrival, type PacketRecord, returned, wireBitsOf } from '../link/packet-log.ts';
import type { Trace } from '../link/trace.ts';
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
  readonly trace: Trace;
  readonly group: number;
  readonly outcome: BurstOutcome;
}

/** Factor on the rate of a burst that met no queue (bench). */
const STEP_UP = 1.8;
/** Bytes sent for each byte a policer passes: its losses stand out from the path's own (bench). */
const POLICED_EXCESS = 1.6;

/** Undefined when this burst decides. */
export function nextBurst(before: BurstPremises, sent: SentBurst): BurstPremises | undefined {
  const { trace, group, outcome } = sent;
  const packets = groupOf(trace.log, 'burst', group);
  if (outcome.knee !== undefined) {
    // By now the whole burst is in, and tells the rate better than its beginning did.
    const { kbps } = kneeOf(packets, trace.overheadBytes, 0) ?? outcome.knee;
    return behind(kbps, packets);
  }
  const overloaded = outcome.overloaded || isOverloaded(packets, before.policed ? 'policed' : 'plain');
  if (outcome.capped && !overloaded) return undefined;
  const decision = decide(trace, group);
  const found = decision?.by === 'open' ? undefined : decision?.kbps;
  if (before.policed && !overloaded) return found === undefined ? faster(before) : undefined;
  if (overloaded && (before.policed || decision?.by !== 'queue')) {
    const kbps = found ?? roughKbps(packets, trace.overheadBytes);
    return kbps === undefined
      ? undefined
      : { ...behind(kbps, packets), expectedKbps: kbps * POLICED_EXCESS, policed: true };
  }
  const estimate = decision?.estimate;
  if (estimate === undefined) return undefined;
  // A queue that overflowed tells how fast it empties, but not how much of what it dropped would have come.
  if (overloaded) return before.proven ? undefined : behind(estimate.arrivalKbps, packets);
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
function behind(kbps: number, packets: readonly PacketRecord[]): BurstPremises {
  const knee = { kbps, endMs: lastArrivalMs(packets) };
  return { expectedKbps: kbps, knee, policed: false, proven: true };
}

function lastArrivalMs(packets: readonly PacketRecord[]): number {
  return Math.max(...returned(packets).map((packet) => packet.receivedMs));
}

/** kbit/s over all arrivals. */
function roughKbps(packets: readonly PacketRecord[], overheadBytes: number): number | undefined {
  const back = inOrderOfArrival(packets);
  const [first, last] = [back[0], back.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return wireBitsOf(back, overheadBytes) / Math.max(1, last.receivedMs - first.receivedMs);
}
