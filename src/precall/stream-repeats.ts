/** What a lost segment looks like over TCP: nothing for a round trip, then all that waited behind it at once. Pure. */
import { crossings, inOrderOfArrival, type PacketLog } from './packet-log.ts';
import { STREAM_SEGMENT } from './wire-overhead.ts';

/** ms of silence, and share of a round trip. */
const SILENCE = { ms: 25, share: 0.7 } as const;
/** As many then come within so many ms. */
const RELEASED = { count: 4, withinMs: 1.2 } as const;
const KINDS = ['probe', 'primer', 'train', 'burst'] as const;

export function wasRepeated(log: PacketLog, restMs: number): boolean {
  const back = inOrderOfArrival(crossings(log, ...KINDS));
  const silentMs = Math.max(SILENCE.ms, SILENCE.share * restMs);
  return back.some((packet, i) => {
    const before = back[i - 1];
    const last = back[i + RELEASED.count - 1];
    if (before === undefined || last === undefined || packet.stalled === true) return false;
    // Sent while it was silent: it would have come one by one.
    const waited = packet.sentMs < before.receivedMs && last.sentMs < packet.receivedMs - restMs;
    // Nothing is late before it could have come.
    const dueMs = Math.max(before.receivedMs, packet.sentMs + restMs);
    const silent = packet.receivedMs - dueMs > silentMs;
    // Small ones that waited in the socket share a segment and come at once, too.
    const released = back.slice(i, i + RELEASED.count).reduce((sum, { bytes }) => sum + bytes, 0);
    return (
      silent &&
      waited &&
      released > STREAM_SEGMENT.mostBytes &&
      last.receivedMs - packet.receivedMs < RELEASED.withinMs
    );
  });
}
