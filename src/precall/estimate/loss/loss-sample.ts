/** Which datagrams count for the loss: the probes at rest, and those of the burst unless it overflowed a queue. Pure. */

import { groupOf, type PacketLog, type PacketRecord, packetRecords } from '../../link/packet-log.ts';
import { idleProbes } from '../delay/idle-probes.ts';
import { lossInterval } from './loss-interval.ts';
import { lossRuns } from './loss-statistics.ts';
import { overloaded } from './overload-loss.ts';

const isLost = (record: PacketRecord) => record.receivedMs === undefined;

/** Runs of losses among the probes from which on they tell how much a burst may have lost by chance. */
const TELLING_RUNS = 3;

/** In the order of sending. */
export function lossSample(log: PacketLog): PacketRecord[] {
  const probes = idleProbes(log);
  if (probes.length === 0) return probes;
  const idle = probes.map(isLost);
  const [, most] = lossInterval(idle);
  const tells = lossRuns(idle).length >= TELLING_RUNS;
  const bursts = [...new Set(packetRecords(log, 'burst').map(({ group }) => group))]
    .map((group) => groupOf(log, 'burst', group))
    .filter((burst) => !overloaded(burst, 'plain') && lossOf(burst, tells) <= most);
  return [...probes, ...bursts.flat()].sort((a, b) => a.seq - b.seq);
}

/** What a burst loses clearly beyond what probes at rest lose, it brought upon itself; where they hardly lose anything, all beyond. */
function lossOf(burst: readonly PacketRecord[], idleTells: boolean): number {
  const lost = burst.map(isLost);
  return idleTells ? lossInterval(lost)[0] : lost.filter(Boolean).length / lost.length;
}
