/** What the path loses when nobody fills it, as far as the probes on it tell: a burst that loses more has dropped it itself. Pure. */
import type { PacketLog } from '../../link/packet-log.ts';
import { idleProbes } from '../delay/idle-probes.ts';
import { lossInterval } from './loss-interval.ts';

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
