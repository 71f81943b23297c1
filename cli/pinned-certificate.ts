/** Certificates of turns: servers that the caller vouches for by their public key. */
import { createHash, type X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { parseTurnUri } from '../src/core/servers/ice-server.ts';
import type { Servers } from './servers-file.ts';

export interface PinnedCertificate {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the whole certificate, `AB:CD:...`. */
  readonly fingerprint: string;
}

/** ms that a server gets to show its certificate. */
const CONNECT_MS = 5_000;

/** Asks each turns: server for its certificate; gives those whose SPKI has this base64 SHA-256. */
export async function pinnedCertificates(servers: Servers, spki: string): Promise<PinnedCertificate[]> {
  const places = new Map<string, { host: string; port: number }>();
  for (const { urls } of servers) {
    for (const url of urls) {
      const parsed = parseTurnUri(url);
      if (!parsed.ok || parsed.uri.relayProtocol !== 'tls') continue;
      const { host, port } = parsed.uri;
      places.set(`${host} ${port}`, { host, port });
    }
  }
  const asked = await Promise.all(
    [...places.values()].map(async ({ host, port }) => {
      const certificate = await certificateOf(host, port);
      return certificate === undefined || spkiOf(certificate) !== spki
        ? []
        : [{ host, port, fingerprint: certificate.fingerprint256 }];
    }),
  );
  return asked.flat();
}

/** Undefined when there is none to be had: the run then tells why. */
function certificateOf(host: string, port: number): Promise<X509Certificate | undefined> {
  return new Promise((resolve) => {
    // Only looked at, never trusted by itself: nothing is sent on this connection.
    const socket = connect({ host, port, rejectUnauthorized: false, timeout: CONNECT_MS });
    const end = (certificate?: X509Certificate): void => {
      socket.destroy();
      resolve(certificate);
    };
    socket.once('secureConnect', () => end(socket.getPeerX509Certificate()));
    socket.once('error', () => end()).once('timeout', () => end());
  });
}

function spkiOf(certificate: X509Certificate): string {
  const der = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(der).digest('base64');
}
