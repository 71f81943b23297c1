/**
 * Whether a burst lost its datagrams to a queue that it had filled itself: what is lost where the queue stands full was dropped
 * for want of room, and says nothing of a path that nobody fills. Pure.
 */
import { loopRoundTripMs, type PacketRecord, returned } from '../../link/packet-log.ts';

/** ms; a queue lower than this may as well be jitter. */
const LEAST_QUEUE_MS = 15;
/** Datagrams by whose time on the wire a full queue is shorter once one has left it and none has come. */
const FULL_WITHIN = 2.5;
/** Share of the losses that must fall there; by chance some fall elsewhere. */
const MOST_OF_THEM = 2 / 3;

/** `delayVariationMs`: of the idle path; by so much a full queue may look shorter than full. */
export function lostToOwnQueue(burst: readonly PacketRecord[], delayVariationMs: number): boolean {
  const back = returned(burst);
  const lost = burst.length - back.length;
  if (lost === 0 || back.length === 0) return false;
  const roundTrips = back.map(loopRoundTripMs);
  const least = Math.min(...roundTrips);
  const longestMs = Math.max(...roundTrips) - least;
  if (longestMs < LEAST_QUEUE_MS) return false;
  const times = back.map(({ receivedMs }) => receivedMs);
  const stepMs = (Math.max(...times) - Math.min(...times)) / back.length;
  const fullMs = longestMs - FULL_WITHIN * stepMs - delayVariationMs;
  let queueMs = 0;
  let whenFull = 0;
  for (const { sentMs, receivedMs } of burst) {
    // A lost datagram met the queue that the one before it had found.
    if (receivedMs !== undefined) queueMs = receivedMs - sentMs - least;
    else if (queueMs >= fullMs) whenFull += 1;
  }
  return whenFull >= MOST_OF_THEM * lost;
}
