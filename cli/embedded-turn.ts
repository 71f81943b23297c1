/** A TURN server of our own on this machine, for a first look; UDP only. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import TurnServer from 'node-turn';
import type { Settings } from '../src/core/settings/settings.ts';

/** @param host an IPv4 address of this machine */
export async function startEmbeddedTurn(
  host: string,
): Promise<{ settings: Settings['servers'][number]; stop(): void }> {
  const port = await freeUdpPort(host);
  const username = 'precall';
  const credential = randomBytes(12).toString('hex');
  const server = new TurnServer({
    listeningPort: port,
    listeningIps: [host],
    relayIps: [host],
    authMech: 'long-term',
    credentials: { [username]: credential },
    realm: 'precall',
    debugLevel: 'OFF',
  });
  server.start();
  const urls = [`turn:${host}:${port}?transport=udp`];
  return {
    settings: { label: 'Embedded TURN server', urls, username, credential },
    stop: () => server.stop(),
  };
}

async function freeUdpPort(host: string): Promise<number> {
  const socket = createSocket('udp4').bind(0, host);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
