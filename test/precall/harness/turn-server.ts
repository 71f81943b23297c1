/** A coturn of our own on loopback: random ports, a self-signed certificate, a temporary folder. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCoturn } from '../../../scripts/set-up.mjs';

export const USER = { username: 'someone', credential: 'secret-word' } as const;

export interface TestTurnServer {
  readonly port: number;
  readonly tlsPort: number;
  /** For Chromium's --ignore-certificate-errors-spki-list. */
  readonly spkiHash: string;
  url(transport: 'udp' | 'tcp' | 'tls'): string;
  stop(): Promise<void>;
}

export async function startTurnServer(extra: readonly string[] = []): Promise<TestTurnServer> {
  const program = await ensureCoturn();
  const folder = mkdtempSync(join(tmpdir(), 'precall-turn-'));
  const [port, tlsPort] = await Promise.all([freePort(), freePort()]);
  const { cert, key, spkiHash } = selfSigned(folder);
  const child = spawn(
    program,
    [
      ...['-n', '--no-cli', '--listening-ip', '127.0.0.1', '--relay-ip', '127.0.0.1'],
      ...['--listening-port', String(port), '--tls-listening-port', String(tlsPort)],
      ...['--lt-cred-mech', '--user', `${USER.username}:${USER.credential}`, '--realm', 'test'],
      ...['--cert', cert, '--pkey', key, '--log-file', 'stdout', '--pidfile', join(folder, 'pid')],
      ...['--userdb', join(folder, 'db'), '--no-dtls', ...extra],
      ...(extra.includes('--denied-peer-ip') ? [] : ['--allow-loopback-peers']),
    ],
    { stdio: 'ignore', cwd: folder },
  );
  // A program that cannot be started has an error, and no end.
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  );
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await listening(port, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    port,
    tlsPort,
    spkiHash,
    url: (transport) =>
      transport === 'tls'
        ? `turns:127.0.0.1:${tlsPort}?transport=tcp`
        : `turn:127.0.0.1:${port}?transport=${transport}`,
    stop,
  };
}

function selfSigned(folder: string) {
  const cert = join(folder, 'cert.pem');
  const key = join(folder, 'key.pem');
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1'];
  execFileSync(
    'openssl',
    [...request, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
    {
      stdio: 'ignore',
    },
  );
  const pem = execFileSync('openssl', ['x509', '-in', cert, '-pubkey', '-noout']);
  const publicKey = join(folder, 'public.pem');
  writeFileSync(publicKey, pem);
  const body = readFileSync(publicKey, 'utf8').replace(/-----[^-]+-----|\s/g, '');
  return {
    cert,
    key,
    spkiHash: createHash('sha256').update(Buffer.from(body, 'base64')).digest('base64'),
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function listening(port: number, child: ReturnType<typeof spawn>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`turnserver ended with ${child.exitCode}`);
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('turnserver does not listen');
}
