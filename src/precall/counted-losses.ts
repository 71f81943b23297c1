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
  // What a burst loses beyond what probes at rest lose, it brought upon itself.
  const [, most] = lossInterval(probes.map(isLost));
  const share = burst.filter(isLost).length / burst.length;
  return share <= most ? [...probes, ...burst].sort((a, b) => a.seq - b.seq) : probes;
}
