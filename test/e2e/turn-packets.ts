/** What a line between a browser and a TURN server can tell of the packets on it, by their first bytes. */
import { openBadLine } from './bad-line.ts';

/** A record of a DTLS handshake that is not encrypted yet (RFC 6347 section 4.1), whatever TURN has put before it. */
function hasDtlsHandshake(packet: Buffer): boolean {
  return [0xfd, 0xff].some((minor) => packet.includes(Buffer.from([0x16, 0xfe, minor, 0, 0])));
}

/** A Data indication (RFC 8656 section 11.4): what a server sends before a channel is bound. */
export function isDataIndication(packet: Buffer): boolean {
  return packet.readUInt16BE(0) === 0x0017;
}

/** Bytes that TURN has put around the payload of a packet (RFC 8656 sections 10 and 12.4); undefined for one without a payload. */
export function framingBytes(packet: Buffer): number | undefined {
  if ((packet[0] ?? 0) >> 6 === 1) return packet.length - packet.readUInt16BE(2);
  if (packet.readUInt16BE(0) !== SEND_INDICATION && !isDataIndication(packet)) return undefined;
  for (let at = STUN_HEADER_BYTES; at + 4 <= packet.length; ) {
    const bytes = packet.readUInt16BE(at + 2);
    if (packet.readUInt16BE(at) === DATA) return packet.length - bytes;
    at += 4 + 4 * Math.ceil(bytes / 4);
  }
  return undefined;
}

const SEND_INDICATION = 0x0016;
const STUN_HEADER_BYTES = 20;
const DATA = 0x0013;

/** A line that counts the handshakes on it, and keeps what is sent. */
export async function openWatchedLine(serverPort: number) {
  const toClient: Buffer[] = [];
  const toServer: Buffer[] = [];
  let handshakes = 0;
  const line = await openBadLine(
    serverPort,
    {},
    {
      onPacket(packet, from) {
        (from === 'server' ? toClient : toServer).push(packet);
        if (hasDtlsHandshake(packet)) handshakes += 1;
      },
    },
  );
  return { url: line.url, toClient, toServer, handshakes: () => handshakes, close: () => line.close() };
}
