/** A TURN server of our own on the loopback interface, for a first look; UDP only. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import TurnServer from 'node-turn';
import type { Settings } from '../src/core/settings/settings.ts';

const HOST = '127.0.0.1';

export async function startEmbeddedTurn(): Promise<{ settings: Settings['servers'][number]; stop(): void }> {
  const port = await freeUdpPort();
  const username = 'precall';
  const credential = randomBytes(12).toString('hex');
  const server = new TurnServer({
    listeningPort: port,
    listeningIps: [HOST],
    relayIps: [HOST],
    authMech: 'long-term',
    credentials: { [username]: credential },
    realm: 'precall',
    debugLevel: 'OFF',
  });
  server.start();
  const urls = [`turn:${HOST}:${port}?transport=udp`];
  return {
    settings: { label: 'Embedded TURN server', urls, username, credential },
    stop: () => server.stop(),
  };
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, HOST);
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}
