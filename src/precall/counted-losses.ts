/** Which datagrams count for the loss: the probes at rest, and those of the burst unless it overflowed a queue. Pure. */
import { lossInterval } from './loss-interval.ts';
import { type Crossing, crossings, type PacketLog } from './packet-log.ts';
import { restProbes } from './rest-probes.ts';

const isLost = (crossing: Crossing) => crossing.receivedMs === undefined;

/** In the order of sending. */
export function countedForLoss(log: PacketLog): Crossing[] {
  const probes = restProbes(log);
  const burst = crossings(log, 'burst');
  if (probes.length === 0 || burst.length === 0) return probes;
  const [restLosses, burstLosses] = [probes.map(isLost), burst.map(isLost)];
  // What a burst loses clearly beyond what probes at rest lose, it brought upon itself; where they lose nothing, it has to be as clean.
  const share = restLosses.some(Boolean)
    ? lossInterval(burstLosses)[0]
    : burstLosses.filter(Boolean).length / burst.length;
  return share <= lossInterval(restLosses)[1] ? [...probes, ...burst].sort((a, b) => a.seq - b.seq) : probes;
}
