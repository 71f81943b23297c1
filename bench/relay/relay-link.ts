/** A link without privileges: a relay in this process between the browser and a TURN server, all on the loopback interface. */
import { createSocket } from 'node:dgram';
import type { LinkSpec } from '../link/link-spec.ts';
import type { Link } from '../link/open-link.ts';
import { startTurnServer } from '../link/turn-server.ts';
import { flood, ping, startEcho } from './raw-udp.ts';
import { ShapedDirection } from './shaped-direction.ts';
import { relayTcp, relayUdp } from './shaped-relay.ts';

const HOST = '127.0.0.1';

export async function openRelayLink(spec: LinkSpec): Promise<Link> {
  const shaped = { up: new ShapedDirection(spec.up), down: new ShapedDirection(spec.down) };
  const closers: (() => Promise<void> | void)[] = [() => shaped.up.close(), () => shaped.down.close()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const [port, tlsPort] = [await freePort(), await freePort()];
    const turn = await startTurnServer(HOST, { port, tlsPort });
    closers.push(() => turn.close());
    const echo = await startEcho();
    closers.push(() => echo.close());
    const [udp, tcp, tls] = [
      await relayUdp(shaped, port),
      await relayTcp(shaped, port),
      await relayTcp(shaped, tlsPort),
    ];
    const probe = {
      up: await relayUdp(shaped, echo.port),
      down: await relayUdp(reversed(shaped), echo.port),
    };
    for (const relay of [udp, tcp, tls, probe.up, probe.down]) closers.push(() => relay.close());
    return {
      emulator: {
        set(changed) {
          shaped.up.set(changed.up);
          shaped.down.set(changed.down);
        },
        reset() {
          shaped.up.reset();
          shaped.down.reset();
        },
        stats: async () => ({ up: shaped.up.stats, down: shaped.down.stats }),
      },
      turn: {
        ...turn,
        udpUrl: `turn:${HOST}:${udp.port}?transport=udp`,
        tcpUrl: `turn:${HOST}:${tcp.port}?transport=tcp`,
        tlsUrl: `turns:${HOST}:${tls.port}?transport=tcp`,
      },
      ping: (intervalMs, seconds, ipBytes = 60) => ping(probe.up.port, { intervalMs, seconds, ipBytes }),
      flood: (toward, kbps, seconds, ipBytes = 1_200) =>
        flood(probe[toward].port, echo, { kbps, seconds, ipBytes }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function reversed({ up, down }: { up: ShapedDirection; down: ShapedDirection }) {
  return { up: down, down: up };
}

/** A port that was free a moment ago, for a server that cannot choose one itself. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
