/** A port of the loopback interface that nothing uses, over UDP and TCP. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

export const HOST = '127.0.0.1';

/** Ports below the ephemeral range, so that no outgoing connection takes one between our look and its use. */
const LOWEST = 20_000;
const HIGHEST = 31_999;

export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if ((await isUdpFree(port)) && (await isTcpFree(port))) return port;
  }
  throw new Error('No free port on the loopback interface');
}

async function isUdpFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return tries(async () => {
    socket.bind(port, HOST);
    await once(socket, 'listening');
    socket.close();
    await once(socket, 'close');
  });
}

async function isTcpFree(port: number): Promise<boolean> {
  const server = createServer();
  return tries(async () => {
    server.listen(port, HOST);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  });
}

async function tries(bind: () => Promise<void>): Promise<boolean> {
  try {
    await bind();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return false;
    throw error;
  }
}
