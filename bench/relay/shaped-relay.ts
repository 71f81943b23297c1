/** Relays UDP and TCP between a port of its own and one behind it, both through the same shaped link. */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Socket } from 'node:net';
import type { ShapedDirection } from './shaped-direction.ts';

export interface ShapedLink {
  readonly up: ShapedDirection;
  readonly down: ShapedDirection;
}

const HOST = '127.0.0.1';
/** Bytes of IPv4 and UDP, and of IPv4 and TCP with timestamps. */
const UDP_HEADERS = 28;
const TCP_HEADERS = 52;
const SEGMENT = 1_448;
/** ms between two looks at a queue that is full. */
const RETRY_MS = 2;

export async function relayUdp(link: ShapedLink, toPort: number, port = 0) {
  const front = createSocket('udp4');
  const backs = new Map<number, UdpSocket>();
  front.on('message', (message, { port: from }) => {
    const back = backs.get(from) ?? openBack(from);
    link.up.send(message.length + UDP_HEADERS, () => back.send(message, toPort, HOST));
  });
  function openBack(from: number): UdpSocket {
    const back = createSocket('udp4');
    backs.set(from, back);
    back.on('message', (message) => {
      link.down.send(message.length + UDP_HEADERS, () => front.send(message, from, HOST));
    });
    return back;
  }
  await new Promise<void>((resolve) => front.bind(port, HOST, resolve));
  return {
    port: front.address().port,
    close: () => {
      for (const socket of [front, ...backs.values()]) socket.close();
    },
  };
}

export async function relayTcp(link: ShapedLink, toPort: number, port = 0) {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (front) => {
    const back = connect({ port: toPort, host: HOST, noDelay: true });
    pump(front, back, link.up);
    pump(back, front, link.down);
    for (const socket of [front, back]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(port, HOST, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    port: address.port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Bytes cross as segments; a full queue holds the sender up instead of losing them, as a lossless TCP would see it. */
function pump(from: Socket, to: Socket, direction: ShapedDirection): void {
  from.on('data', (data: Buffer) => {
    for (let at = 0; at < data.length; at += SEGMENT) {
      const segment = data.subarray(at, at + SEGMENT);
      direction.send(segment.length + TCP_HEADERS, () => to.destroyed || to.write(segment), {
        reliable: true,
      });
    }
    if (direction.waitMs() > FULL_MS) {
      from.pause();
      resumeWhenFree();
    }
  });
  const resumeWhenFree = (): void => {
    if (direction.waitMs() > FULL_MS) setTimeout(resumeWhenFree, RETRY_MS);
    else from.resume();
  };
  from.on('end', () => direction.send(TCP_HEADERS, () => to.end(), { reliable: true }));
  // A reset of one side is one of the other; the tools under test see it.
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroyed || to.end());
}

/** ms of waiting data from which a TCP sender is held up. */
const FULL_MS = 150;
