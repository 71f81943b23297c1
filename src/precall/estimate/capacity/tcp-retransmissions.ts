/** What lost segments look like over TCP: nothing for a round trip, then they, and all that waited behind them at once. Pure. */
import { RETRANSMISSION_SHOWING } from '../../link/datagram-kinds.ts';
import { inOrderOfArrival, type PacketLog, packetRecords, type Returned } from '../../link/packet-log.ts';
import { TCP_SEGMENT } from '../../link/wire-overhead.ts';

/** ms of silence, and share of a round trip. */
const SILENCE = { ms: 25, share: 0.7 } as const;
/** As many then come within so many ms. */
const RELEASED = { count: 4, withinMs: 1.2 } as const;
/** Segments sent again, at the rate of the link, before what waited behind the last of them is released. */
const SENT_AGAIN = 12;
/** ms between two that were released. */
const AT_ONCE_MS = 0.4;

export function wasRetransmitted(log: PacketLog, idleRoundTripMs: number): boolean {
  const back = inOrderOfArrival(packetRecords(log, ...RETRANSMISSION_SHOWING));
  return back.some(
    (_, i) => isBehindSilence(back, i, idleRoundTripMs) && isReleased(back, i, idleRoundTripMs),
  );
}

/** What came at the pace of the link: the pieces between what was released. */
export function atLinkPace(back: readonly Returned[], idleRoundTripMs: number): Returned[][] {
  let piece: Returned[] = [];
  const pieces = [piece];
  let mayBeReleasedTo = -1;
  let releasing = false;
  back.forEach((packet, i) => {
    if (isBehindSilence(back, i, idleRoundTripMs)) mayBeReleasedTo = i + SENT_AGAIN;
    const gapMs = packet.receivedMs - (back[i - 1]?.receivedMs ?? Number.NEGATIVE_INFINITY);
    releasing =
      (releasing && gapMs < AT_ONCE_MS) || (i <= mayBeReleasedTo && isReleased(back, i, idleRoundTripMs));
    if (!releasing) piece.push(packet);
    else if (piece.length > 0) {
      piece = [];
      pieces.push(piece);
    }
  });
  return pieces;
}

function isBehindSilence(back: readonly Returned[], i: number, idleRoundTripMs: number): boolean {
  const packet = back[i];
  const before = back[i - 1];
  if (packet === undefined || before === undefined || packet.stalled === true) return false;
  // Nothing is late before it could have come.
  const dueMs = Math.max(before.receivedMs, packet.sentMs + idleRoundTripMs);
  // Sent while it was silent: it would have come one by one.
  const waited = packet.sentMs < before.receivedMs;
  return waited && packet.receivedMs - dueMs > Math.max(SILENCE.ms, SILENCE.share * idleRoundTripMs);
}

function isReleased(back: readonly Returned[], from: number, idleRoundTripMs: number): boolean {
  const together = back.slice(from, from + RELEASED.count);
  const [first] = together;
  const last = together.at(-1);
  if (first === undefined || last === undefined || together.length < RELEASED.count) return false;
  // Small ones that waited in the socket share a segment and come at once, too.
  const bytes = together.reduce((sum, packet) => sum + packet.bytes, 0);
  return (
    bytes > TCP_SEGMENT.mostBytes &&
    last.sentMs < first.receivedMs - idleRoundTripMs &&
    last.receivedMs - first.receivedMs < RELEASED.withinMs
  );
}
