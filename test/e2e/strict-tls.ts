/** A port that speaks TLS and answers nothing else, as a proxy before a TURN server does, with a certificate that nobody vouches for. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { HOST } from './free-port.ts';
import { writeSelfSignedCertificate } from './self-signed-certificate.ts';

export interface StrictTls {
  readonly port: number;
  dispose(): Promise<void>;
}

export async function startStrictTls(): Promise<StrictTls> {
  const folder = await mkdtemp(join(tmpdir(), 'precall-tls-'));
  const { certificate, key } = await writeSelfSignedCertificate(folder);
  const server = createServer({ cert: await readFile(certificate), key: await readFile(key) });
  // Who does not trust it has gone; who speaks no TLS gets no answer.
  server.on('tlsClientError', () => undefined);
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async dispose() {
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
