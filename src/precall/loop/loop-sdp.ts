/** What is changed in a session description on its way between the two ends of a loop. */

/**
 * Header extensions and transport feedback would make the browser pace and count our datagrams as media; without
 * them in the description no end negotiates them. The sender takes the DTLS client's part: where the relays carry
 * the handshake, it saves half a round trip.
 */
export function adaptOffer(sdp: string): string {
  return withoutMediaControl(sdp).replace(/^a=setup:actpass/gm, 'a=setup:active');
}

export function adaptAnswer(sdp: string): string {
  return withShortFrames(withoutMediaControl(sdp));
}

export function withoutMediaControl(sdp: string): string {
  return sdp.replace(/^a=(?:extmap|extmap-allow-mixed|rtcp-fb)[^\r\n]*\r?\n/gm, '');
}

/** 10 ms frames (RFC 8866 section 6.4): more datagrams a second from one sender. */
function withShortFrames(sdp: string): string {
  return sdp.replace(/^(a=rtpmap:\d+ (?:PCMU|opus)\/[^\r\n]*\r\n)/gim, '$1a=ptime:10\r\na=maxptime:10\r\n');
}

export function localSdp(end: RTCPeerConnection): string {
  const sdp = end.localDescription?.sdp;
  if (sdp === undefined) throw new Error('the peer connection has no local description');
  return sdp;
}
