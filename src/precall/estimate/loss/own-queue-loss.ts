/**
 * Whether a burst lost its datagrams to a queue that it had filled itself: what is lost where the queue stands high was
 * dropped for want of room, and says nothing of a path that nobody fills. Pure.
 */
import { loopRoundTripMs, type PacketRecord, returned } from '../../link/packet-log.ts';

/** ms; a queue lower than this may as well be jitter. */
const LEAST_QUEUE_MS = 15;
/** Share of the longest queue of the burst from which on the queue stands high. */
const HIGH_SHARE = 0.6;
/** Share of the losses that must fall there; by chance some fall elsewhere. */
const MOST_OF_THEM = 2 / 3;

export function lostToOwnQueue(burst: readonly PacketRecord[]): boolean {
  const roundTrips = returned(burst).map(loopRoundTripMs);
  const lost = burst.length - roundTrips.length;
  if (lost === 0 || roundTrips.length === 0) return false;
  const least = Math.min(...roundTrips);
  const longestMs = Math.max(...roundTrips) - least;
  if (longestMs < LEAST_QUEUE_MS) return false;
  let queueMs = 0;
  let atHighQueue = 0;
  for (const { sentMs, receivedMs } of burst) {
    // A lost datagram met the queue that the one before it had found.
    if (receivedMs !== undefined) queueMs = receivedMs - sentMs - least;
    else if (queueMs >= HIGH_SHARE * longestMs) atHighQueue += 1;
  }
  return atHighQueue >= MOST_OF_THEM * lost;
}
