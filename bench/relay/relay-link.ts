/** A link without privileges: a relay between the browser and a TURN server, all on the loopback interface. */
import { createSocket } from 'node:dgram';
import type { LinkSpec } from '../link/link-spec.ts';
import type { Link } from '../link/open-link.ts';
import { Closers } from '../link/open-links.ts';
import { startTurnServer } from '../link/turn-server.ts';
import { flood, ping, startEcho } from './raw-udp.ts';
import { startRelay } from './relay-process.ts';

const HOST = '127.0.0.1';

export async function openRelayLink(spec: LinkSpec): Promise<Link> {
  const closers = new Closers();
  try {
    const [port, tlsPort] = [await freePort(), await freePort()];
    const turn = await startTurnServer(HOST, { port, tlsPort });
    closers.add(() => turn.close());
    const echo = await startEcho();
    closers.add(() => echo.close());
    const behind = { turnUdp: port, turnTcp: port, turnTls: tlsPort, echoUp: echo.port, echoDown: echo.port };
    const relay = await startRelay(spec, behind);
    closers.add(() => relay.close());
    const { turnUdp, turnTcp, turnTls, echoUp, echoDown } = relay.ports;
    return {
      emulator: relay.control,
      turn: {
        ...turn,
        udpUrl: `turn:${HOST}:${turnUdp}?transport=udp`,
        tcpUrl: `turn:${HOST}:${turnTcp}?transport=tcp`,
        tlsUrl: `turns:${HOST}:${turnTls}?transport=tcp`,
      },
      ping: (intervalMs, seconds, ipBytes = 60) => ping(echoUp, { intervalMs, seconds, ipBytes }),
      flood: (toward, kbps, seconds, ipBytes = 1_200) =>
        flood(toward === 'up' ? echoUp : echoDown, echo, { kbps, seconds, ipBytes }),
      close: closers.close,
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

/** A port that was free a moment ago, for a server that cannot choose one itself. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
