/**
 * The DTLS handshake of a loop, before it has relays. Both ends are in this page: they shake hands over the device's own
 * addresses, and the ICE restart that moves them to the relays leaves the DTLS association as it is (RFC 8842 section 5.1). So no
 * flight of it crosses the line, where it would wait, be lost, or fill the queue of a slow one.
 */
import { orAbort, withTimeout } from './abortable.ts';

/** ms; two ends of one browser need 10 to 80. */
const PATIENCE_MS = 400;

/** The configuration that gives addresses of this device and no others. */
export const LOCAL_ONLY: RTCConfiguration = { iceServers: [], iceTransportPolicy: 'all' };

/** True once it is through and the channels are open, false where the browser gives no addresses of its own: then it is made over the relays. */
export async function localHandshake(
  ends: readonly RTCPeerConnection[],
  channels: readonly RTCDataChannel[],
  describe: () => Promise<void>,
  signal: AbortSignal,
): Promise<boolean> {
  const through = () =>
    ends.every(({ connectionState }) => connectionState === 'connected') &&
    channels.every(({ readyState }) => readyState === 'open');
  const gathered = () => ends.every(({ iceGatheringState }) => iceGatheringState === 'complete');
  const stop = new AbortController();
  const ended = new Promise<void>((resolve) => {
    const addresses = new Set<RTCPeerConnection>();
    const look = () => {
      const none = ends.some((end) => end.iceGatheringState === 'complete' && !addresses.has(end));
      if (none || (through() && gathered())) resolve();
    };
    for (const channel of channels) channel.addEventListener('open', look, { signal: stop.signal });
    for (const end of ends) {
      end.addEventListener('icecandidate', () => addresses.add(end), { signal: stop.signal });
      end.addEventListener('icegatheringstatechange', look, { signal: stop.signal });
      end.addEventListener('connectionstatechange', look, { signal: stop.signal });
    }
  });
  try {
    await orAbort(describe(), signal);
    await withTimeout(PATIENCE_MS, signal, (own) => orAbort(ended, own));
  } finally {
    stop.abort();
  }
  return through();
}

/** An address of this device as the other end is to know it: every pair of relays goes before it (RFC 8445 section 6.1.2.3). */
export function asLastResort(candidate: RTCIceCandidate): RTCIceCandidateInit {
  const init = candidate.toJSON();
  return { ...init, candidate: init.candidate?.replace(/^(candidate:\S+ \d+ \S+) \d+/, '$1 1') ?? '' };
}

/**
 * The first candidate an end gets after the restart. Chromium pairs each new relay with what it knew of the other end before, and
 * would ask the server for a permission for this device; a TCP candidate that only connects (RFC 6544) is paired with nothing.
 */
export const PAIRED_WITH_NOTHING: RTCIceCandidateInit = {
  candidate: 'candidate:1 1 tcp 1 127.0.0.1 9 typ host tcptype active',
  sdpMLineIndex: 0,
};
