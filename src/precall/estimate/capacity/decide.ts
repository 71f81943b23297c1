/**
 * What a burst says of the path, and by what. Asked by the plan while it measures, to know whether another burst is needed, and by the
 * report at the end: with one order of precedence, whoever asks. Pure.
 */
import { groupOf, type PacketRecord } from '../../link/packet-log.ts';
import type { Trace } from '../../link/trace.ts';
import { idleLoss } from '../loss/idle-loss.ts';
import { burstConditions } from './burst-conditions.ts';
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

/** Undefined when too little came back to say anything. */
export function decide(trace: Trace, group: number): Decision | undefined {
  const burst = groupOf(trace.log, 'burst', group);
  const estimate = estimateCapacity(burst, burstConditions(trace, group), trace.host);
  return byQueue(estimate) ?? byPolicer(trace, burst, estimate) ?? byArrivals(estimate);
}

function byQueue(estimate: CapacityEstimate | undefined): Decision | undefined {
  if (estimate?.saturated !== true) return undefined;
  const { kbps, uncertainty, linkKbps } = estimate;
  return linkKbps === undefined
    ? { by: 'queue', kbps, uncertainty: Math.min(1, uncertainty), estimate }
    : { by: 'queue', kbps: linkKbps, shareKbps: kbps, uncertainty: SHARED_UNCERTAINTY, estimate };
}

function byPolicer(
  { log, overheadBytes }: Trace,
  burst: readonly PacketRecord[],
  estimate: CapacityEstimate | undefined,
): Decision | undefined {
  const policed = policedRate(burst, idleLoss(log), overheadBytes);
  return policed && { by: 'policer', ...policed, ...(estimate && { estimate }) };
}

function byArrivals(estimate: CapacityEstimate | undefined): Decision | undefined {
  return estimate && { by: 'open', kbps: estimate.arrivalKbps, estimate };
}
