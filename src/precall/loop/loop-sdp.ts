/** What is changed in a session description on its way between the two ends of a loop, and that way. */
import { orAbort } from '../base/abortable.ts';

/** The part of an end in the DTLS handshake. */
export type DtlsRole = 'client' | 'server';

export interface Description {
  readonly sender: RTCPeerConnection;
  readonly receiver: RTCPeerConnection;
  /** The client's where nothing else is said: where the relays carry the handshake, it saves half a round trip. */
  readonly senderRole?: DtlsRole;
  /** Called once the receiver knows the offer. */
  offered?(): void;
}

/** One offer and its answer, which never leave this page. Rejects when aborted. */
export async function describeEnds(
  { sender, receiver, senderRole = 'client', offered }: Description,
  signal: AbortSignal,
): Promise<void> {
  await orAbort(sender.setLocalDescription(), signal);
  const offer = adaptOffer(localSdp(sender), senderRole);
  await orAbort(receiver.setRemoteDescription({ type: 'offer', sdp: offer }), signal);
  offered?.();
  await orAbort(receiver.setLocalDescription(), signal);
  const answer = adaptAnswer(localSdp(receiver));
  await orAbort(sender.setRemoteDescription({ type: 'answer', sdp: answer }), signal);
}

/**
 * Header extensions and transport feedback would make the browser pace and count our datagrams as media; without
 * them in the description no end negotiates them.
 */
function adaptOffer(sdp: string, role: DtlsRole): string {
  const setup = role === 'client' ? 'active' : 'passive';
  return stripMediaControl(sdp).replace(/^a=setup:actpass/gm, `a=setup:${setup}`);
}

function adaptAnswer(sdp: string): string {
  return withShortFrames(stripMediaControl(sdp));
}

function stripMediaControl(sdp: string): string {
  return sdp.replace(/^a=(?:extmap|extmap-allow-mixed|rtcp-fb)[^\r\n]*\r?\n/gm, '');
}

/** 10 ms frames (RFC 8866 section 6.4): more datagrams a second from one sender. */
function withShortFrames(sdp: string): string {
  return sdp.replace(/^(a=rtpmap:\d+ (?:PCMU|opus)\/[^\r\n]*\r\n)/gim, '$1a=ptime:10\r\na=maxptime:10\r\n');
}

function localSdp(end: RTCPeerConnection): string {
  const sdp = end.localDescription?.sdp;
  if (sdp === undefined) throw new Error('the peer connection has no local description');
  return sdp;
}
