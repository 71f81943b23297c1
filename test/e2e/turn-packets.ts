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

/** A line that counts the handshakes on it, and keeps what the server sends. */
export async function openWatchedLine(serverPort: number) {
  const toClient: Buffer[] = [];
  let handshakes = 0;
  const line = await openBadLine(
    serverPort,
    {},
    {
      onPacket(packet, from) {
        if (from === 'server') toClient.push(packet);
        if (hasDtlsHandshake(packet)) handshakes += 1;
      },
    },
  );
  return { url: line.url, toClient, handshakes: () => handshakes, close: () => line.close() };
}
