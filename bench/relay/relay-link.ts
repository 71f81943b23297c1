/** A link without privileges: a relay between the browser and a TURN server, all on the loopback interface. */
import { freePort, HOST } from '../../test/e2e/free-port.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import type { Link } from '../link/open-link.ts';
import { Closers } from '../link/open-links.ts';
import { startTurnServer } from '../link/turn-server.ts';
import { flood, ping, startEcho } from './raw-udp.ts';
import { startRelay } from './relay-process.ts';

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
