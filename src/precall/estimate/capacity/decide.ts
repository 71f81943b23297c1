/**
 * What a burst says of the path, and by what: asked by the burst itself while it is under way, by the plan that wants to know whether
 * another one is needed, and by the report at the end. One order of precedence, whoever asks. Pure.
 */
import type { HostFacts } from '../../link/host-facts.ts';
import { groupOf, type PacketRecord } from '../../link/packet-log.ts';
import type { Trace } from '../../link/trace.ts';
import { type IdleLoss, idleLoss } from '../loss/idle-loss.ts';
import { type BurstConditions, burstConditions } from './burst-conditions.ts';
import { type CapacityEstimate, estimateCapacity } from './capacity-estimate.ts';
import { policedRate } from './policed-rate.ts';

/** Relative uncertainty of a capacity that was read between cross traffic (bench). */
const SHARED_UNCERTAINTY = 0.03;

export interface Decision {
  /**
   * `queue`: one stood, and emptied at the path's rate; `policer`: it dropped what was too much; `open`: neither was met, and
   * the path carries at least this.
   */
  readonly by: 'queue' | 'policer' | 'open';
  /** kbit/s at IP level. */
  readonly kbps: number;
  /** Half width of the 95 % interval relative to `kbps`; absent where that is a lower bound. */
  readonly uncertainty?: number;
  /** kbit/s at IP level that we got of it beside cross traffic. */
  readonly shareKbps?: number;
  /** What the arrivals say, where enough came. */
  readonly estimate?: CapacityEstimate;
}

export interface BurstEvidence {
  readonly packets: readonly PacketRecord[];
  readonly conditions: BurstConditions;
  readonly host: HostFacts;
  /** What an idle path loses; absent while the burst is under way, when what is missing of it may yet come. */
  readonly idle?: IdleLoss;
}

/** Undefined when too little came back to say anything. */
export function decide(burst: BurstEvidence): Decision | undefined {
  const estimate = estimateCapacity(burst.packets, burst.conditions, burst.host);
  return byQueue(estimate) ?? byPolicer(burst, estimate) ?? byArrivals(estimate);
}

/** The same of a burst that is over, with all that the log says of the path beside it. */
export function decideFrom(trace: Trace, group: number): Decision | undefined {
  return decide({
    packets: groupOf(trace.log, 'burst', group),
    conditions: burstConditions(trace, group),
    host: trace.host,
    idle: idleLoss(trace.log),
  });
}

function byQueue(estimate: CapacityEstimate | undefined): Decision | undefined {
  if (estimate?.saturated !== true) return undefined;
  const { kbps, uncertainty, linkKbps } = estimate;
  return linkKbps === undefined
    ? { by: 'queue', kbps, uncertainty: Math.min(1, uncertainty), estimate }
    : { by: 'queue', kbps: linkKbps, shareKbps: kbps, uncertainty: SHARED_UNCERTAINTY, estimate };
}

function byPolicer(
  { packets, conditions, idle }: BurstEvidence,
  estimate: CapacityEstimate | undefined,
): Decision | undefined {
  const policed = idle && policedRate(packets, idle, conditions.overheadBytes);
  return policed && { by: 'policer', ...policed, ...(estimate && { estimate }) };
}

function byArrivals(estimate: CapacityEstimate | undefined): Decision | undefined {
  return estimate && { by: 'open', kbps: estimate.arrivalKbps, estimate };
}
