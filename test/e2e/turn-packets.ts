/** What a line between a browser and a TURN server can tell of the packets on it, by their first bytes. */

/** A record of a DTLS handshake that is not encrypted yet (RFC 6347 section 4.1), whatever TURN has put before it. */
export function hasDtlsHandshake(packet: Buffer): boolean {
  return [0xfd, 0xff].some((minor) => packet.includes(Buffer.from([0x16, 0xfe, minor, 0, 0])));
}

/** A Data indication (RFC 8656 section 11.4): what a server sends before a channel is bound. */
export function isDataIndication(packet: Buffer): boolean {
  return packet.readUInt16BE(0) === 0x0017;
}
