/**
 * Which datagrams the loss is told from: the probes on an idle path, and each burst that did not overflow a queue. Pure.
 */

import { COUNTED_FOR_LOSS } from '../../link/datagram-kinds.ts';
import { groupOf, type PacketLog, type PacketRecord, packetRecords } from '../../link/packet-log.ts';
import { idleProbes } from '../delay/idle-probes.ts';
import { TELLING_RUNS } from './idle-loss.ts';
import { lossInterval } from './loss-interval.ts';
import { lossRuns } from './loss-statistics.ts';
import { overloaded } from './overload-loss.ts';
import { lostToOwnQueue } from './own-queue-loss.ts';

const isLost = (record: PacketRecord) => record.receivedMs === undefined;

/** In the order of sending. */
export function lossSample(log: PacketLog): PacketRecord[] {
  const probes = idleProbes(log).filter(({ kind }) => COUNTED_FOR_LOSS.whenIdle.includes(kind));
  if (probes.length === 0) return probes;
  const lost = probes.map(isLost);
  const [, mostByChance] = lossInterval(lost);
  const tells = lossRuns(lost).length >= TELLING_RUNS;
  const bursts = COUNTED_FOR_LOSS.unlessOverloaded
    .flatMap((kind) => groupsOf(log, kind))
    .filter((burst) => !overloaded(burst, 'plain') && lossOf(burst, tells) <= mostByChance)
    // Where the probes tell of losses, a burst's own are held against theirs; where they do not, it must not have made them.
    .filter((burst) => tells || !lostToOwnQueue(burst));
  return [...probes, ...bursts.flat()].sort((a, b) => a.seq - b.seq);
}

function groupsOf(log: PacketLog, kind: PacketRecord['kind']): PacketRecord[][] {
  const groups = new Set(packetRecords(log, kind).map(({ group }) => group));
  return [...groups].map((group) => groupOf(log, kind, group));
}

/**
 * The loss ratio a burst is held against the probes with. Where the probes lose enough to tell, only what the burst has
 * lost for certain counts against it (the lower end of its interval); where they hardly lose anything, all it lost does.
 */
function lossOf(burst: readonly PacketRecord[], probesTell: boolean): number {
  const lost = burst.map(isLost);
  return probesTell ? lossInterval(lost)[0] : lost.filter(Boolean).length / lost.length;
}
