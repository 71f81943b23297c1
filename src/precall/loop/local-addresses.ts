/**
 * The addresses of this device as the configured TURN server sees them, from a STUN binding with a short-lived peer
 * connection of its own: the measurement's connections ask no server but the relay's.
 */

import type { NetworkFacts } from '../../core/report/run-report.ts';
import { parseTurnUri } from '../../core/servers/ice-server.ts';
import { withTimeout } from '../base/abortable.ts';

/** ms; an address is a bonus and not worth waiting long for. */
const GATHER_MS = 2_500;

export type LocalAddresses = Pick<NetworkFacts, 'serverReflexiveAddress' | 'hostAddress'>;

/** Asks the server of one reachable TURN/UDP URL. Facts the browser does not give are absent. */
export async function gatherLocalAddresses(
  turnUrl: string,
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  signal: AbortSignal,
): Promise<LocalAddresses> {
  const stunUrl = stunUrlOf(turnUrl);
  if (stunUrl === undefined) return {};
  const end = create({ iceServers: [{ urls: stunUrl }] });
  const found: Found = { failed: false };
  const ended = await withTimeout(GATHER_MS, signal, (own) => gather(end, found, own)).finally(() =>
    end.close(),
  );
  // A reflexive candidate equal to its host candidate is pruned as redundant (RFC 8445 section 5.1.3); no answer at all
  // looks the same, but for the time it takes.
  const answered = ended !== 'timed-out' && !found.failed;
  const reflexive = found.serverReflexive ?? (answered ? found.host : undefined);
  return {
    ...(reflexive === undefined ? {} : { serverReflexiveAddress: reflexive }),
    ...(found.host === undefined ? {} : { hostAddress: found.host }),
  };
}

interface Found {
  serverReflexive?: string;
  host?: string;
  failed: boolean;
}

function gather(end: RTCPeerConnection, found: Found, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    end.addEventListener('icecandidateerror', () => {
      found.failed = true;
    });
    end.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null) return resolve();
      const { address, type } = candidate;
      // A name ending in .local stands for an address the browser keeps to itself.
      if (address === null || address === '' || address.endsWith('.local')) return;
      if (type === 'host') found.host ??= address;
      if (type !== 'srflx') return;
      found.serverReflexive ??= address;
      resolve();
    });
    end.createDataChannel('addresses');
    end.setLocalDescription().catch(reject);
  });
}

/** The STUN side of a TURN/UDP server: every TURN server answers bindings (RFC 8656 section 3.1). */
function stunUrlOf(turnUrl: string): string | undefined {
  const parsed = parseTurnUri(turnUrl);
  if (!parsed.ok || parsed.uri.relayProtocol !== 'udp') return undefined;
  const { host, port } = parsed.uri;
  return `stun:${host.includes(':') ? `[${host}]` : host}:${port}`;
}
