/** Which datagrams count for the loss: the probes at rest, and those of the burst unless it overflowed a queue. Pure. */

import { type Crossing, crossings, groupOf, type PacketLog } from '../../link/packet-log.ts';
import { restProbes } from '../delay/rest-probes.ts';
import { drowned } from './drowning.ts';
import { lossInterval } from './loss-interval.ts';
import { lossRuns } from './loss-statistics.ts';

const isLost = (crossing: Crossing) => crossing.receivedMs === undefined;

/** Runs of losses among the probes from which on they tell how much a burst may have lost by chance. */
const TELLING_RUNS = 3;

/** In the order of sending. */
export function countedForLoss(log: PacketLog): Crossing[] {
  const probes = restProbes(log);
  if (probes.length === 0) return probes;
  const atRest = probes.map(isLost);
  const [, most] = lossInterval(atRest);
  const tells = lossRuns(atRest).length >= TELLING_RUNS;
  const bursts = [...new Set(crossings(log, 'burst').map(({ group }) => group))]
    .map((group) => groupOf(log, 'burst', group))
    .filter((burst) => !drowned(burst, 'plain') && lossOf(burst, tells) <= most);
  return [...probes, ...bursts.flat()].sort((a, b) => a.seq - b.seq);
}

/** What a burst loses clearly beyond what probes at rest lose, it brought upon itself; where they hardly lose anything, all beyond. */
function lossOf(burst: readonly Crossing[], restTells: boolean): number {
  const lost = burst.map(isLost);
  return restTells ? lossInterval(lost)[0] : lost.filter(Boolean).length / lost.length;
}
