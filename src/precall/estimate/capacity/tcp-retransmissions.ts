/**
 * What retransmitted segments look like over TCP: nothing for about a round trip, then the segments sent again, and then all that
 * waited behind them, released at once. Pure.
 */
import { RETRANSMISSION_SHOWING } from '../../link/datagram-kinds.ts';
import { inOrderOfArrival, type PacketLog, packetRecords, type Returned } from '../../link/packet-log.ts';
import { TCP_SEGMENT } from '../../link/wire-overhead.ts';

/** Silence before a retransmission: ms at least, and share of a round trip (bench). */
const SILENCE = { ms: 25, share: 0.7 } as const;
/** A release: datagrams, and ms within which they come (bench). */
const RELEASED = { count: 4, withinMs: 1.2 } as const;
/** Datagrams sent again, at the rate of the link, before a release at most (bench). */
const SENT_AGAIN = 12;
/** ms between two released datagrams at most (bench). */
const AT_ONCE_MS = 0.4;
/** Bytes that leave at once after a rest (RFC 6928): a window that is smaller than what is sent is no reason to wait for these. */
const INITIAL_WINDOW_BYTES = 10 * TCP_SEGMENT.mostBytes;

export function wasRetransmitted(log: PacketLog, idleRoundTripMs: number): boolean {
  const back = inOrderOfArrival(packetRecords(log, ...RETRANSMISSION_SHOWING));
  return back.some(
    (_, i) =>
      isBehindSilence(back, i, idleRoundTripMs) &&
      (isWithinInitialWindow(back, i, idleRoundTripMs) || isReleased(back, i, idleRoundTripMs)),
  );
}

/** What came at the pace of the link: the pieces between the releases. */
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
  // Silence counts from when the datagram could have come at the earliest.
  const dueMs = Math.max(before.receivedMs, packet.sentMs + idleRoundTripMs);
  // One sent during the silence did not wait behind a retransmission.
  const waited = packet.sentMs < before.receivedMs;
  return waited && packet.receivedMs - dueMs > Math.max(SILENCE.ms, SILENCE.share * idleRoundTripMs);
}

/** True when so little was sent within the round trip before it that it cannot have waited for acknowledgements. */
function isWithinInitialWindow(back: readonly Returned[], i: number, idleRoundTripMs: number): boolean {
  const packet = back[i];
  if (packet === undefined) return false;
  const recent = back.slice(0, i + 1).filter(({ sentMs }) => packet.sentMs - sentMs <= 2 * idleRoundTripMs);
  return recent.reduce((sum, { bytes }) => sum + bytes + TCP_SEGMENT.headerBytes, 0) <= INITIAL_WINDOW_BYTES;
}

function isReleased(back: readonly Returned[], from: number, idleRoundTripMs: number): boolean {
  const together = back.slice(from, from + RELEASED.count);
  const [first] = together;
  const last = together.at(-1);
  if (first === undefined || last === undefined || together.length < RELEASED.count) return false;
  // Small datagrams that waited in the socket share a segment and come at once, too: more than one segment's worth is a release.
  const bytes = together.reduce((sum, packet) => sum + packet.bytes, 0);
  return (
    bytes > TCP_SEGMENT.mostBytes &&
    last.sentMs < first.receivedMs - idleRoundTripMs &&
    last.receivedMs - first.receivedMs < RELEASED.withinMs
  );
}
