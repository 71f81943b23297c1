/** What the path loses when nobody fills it, as far as the probes on it tell: a burst that loses more has dropped it itself. Pure. */
import type { PacketLog, PacketRecord } from '../../link/packet-log.ts';
import { idleProbes } from '../delay/idle-probes.ts';
import { lossInterval } from './loss-interval.ts';
import { lossRuns } from './loss-statistics.ts';
import { lostToOwnQueue } from './own-queue-loss.ts';

export interface IdleLoss {
  readonly lossRatio: number;
  /** Upper end of that ratio's interval. */
  readonly most: number;
}

/** 0-1, loss the idle path is believed to have at most while few probes tell (bench). */
const MOST_IDLE_LOSS = 0.1;

export function idleLoss(log: PacketLog): IdleLoss {
  const lost = idleProbes(log).map((probe) => probe.receivedMs === undefined);
  const [, most] = lossInterval(lost);
  return {
    lossRatio: lost.filter(Boolean).length / Math.max(1, lost.length),
    most: Math.min(most, MOST_IDLE_LOSS),
  };
}

/** Runs of losses among the idle probes, from which on their interval tells how much a burst may lose by chance. */
export const TELLING_RUNS = 3;

/**
 * 0-1, what of a burst the idle path may have lost at most. Where the probes hardly tell, and the burst lost its datagrams to the
 * queue that it had filled, that is what they lost, and not all that they cannot rule out.
 */
export function mostIdleLossOf(burst: readonly PacketRecord[], probes: readonly PacketRecord[]): number {
  const lost = probes.map(({ receivedMs }) => receivedMs === undefined);
  if (lossRuns(lost).length < TELLING_RUNS && lostToOwnQueue(burst)) {
    return lost.filter(Boolean).length / Math.max(1, lost.length);
  }
  return lossInterval(lost)[1];
}
