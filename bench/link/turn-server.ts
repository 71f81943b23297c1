import { spawn } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { command } from './command.ts';

export interface TurnServerProcess {
  readonly udpUrl: string;
  readonly tcpUrl: string;
  readonly tlsUrl: string;
  readonly username: string;
  readonly credential: string;
  /** For Chromium's `--ignore-certificate-errors-spki-list`. */
  readonly spki: string;
  close(): Promise<void>;
}

const TURNSERVER = process.env.PRECALL_TURNSERVER ?? 'turnserver';
const PORT = 3478;
export const TLS_PORT = 5349;

/** coturn with a certificate of its own on `address`; inside a network namespace where one is named. */
export async function startTurnServer(
  address: string,
  {
    namespace,
    port = PORT,
    tlsPort = TLS_PORT,
  }: { namespace?: string; port?: number; tlsPort?: number } = {},
): Promise<TurnServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'precall-turn-'));
  const credential = randomBytes(9).toString('base64url');
  const { certificate, key, spki } = await selfSignedCertificate(folder);
  const args = [
    '-n',
    '--no-cli',
    '--log-file',
    'stdout',
    '--simple-log',
    '--no-dtls',
    '--no-software-attribute',
  ];
  args.push('--pidfile', join(folder, 'pid'), '--userdb', join(folder, 'db'), '--realm', 'precall.test');
  args.push('--listening-ip', address, '--relay-ip', address, '--allow-loopback-peers');
  args.push('--listening-port', String(port), '--tls-listening-port', String(tlsPort));
  args.push('--cert', certificate, '--pkey', key, '--lt-cred-mech', '--user', `precall:${credential}`);
  const wrapped =
    namespace === undefined ? [TURNSERVER, ...args] : ['ip', 'netns', 'exec', namespace, TURNSERVER, ...args];
  const [program = '', ...rest] = wrapped;
  const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    child.kill('SIGKILL'); // it holds nothing worth an orderly end, which takes it seconds
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const log: string[] = [];
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      if (log.push(line) > 5) log.shift();
    });
  try {
    const pid = child.pid;
    if (pid === undefined) throw new Error('turnserver is not installed');
    const failed = exited.then(() => {
      throw new Error(`turnserver did not start: ${log.join(' | ')}`);
    });
    await Promise.race([failed, isListening(pid, address, [port, tlsPort])]);
  } catch (error) {
    await close();
    throw error;
  }
  const host = `${address}:${port}`;
  return {
    udpUrl: `turn:${host}?transport=udp`,
    tcpUrl: `turn:${host}?transport=tcp`,
    tlsUrl: `turns:${address}:${tlsPort}?transport=tcp`,
    username: 'precall',
    credential,
    spki,
    close,
  };
}

/** Resolves when every port accepts connections. */
async function isListening(pid: number, address: string, ports: readonly number[]): Promise<void> {
  const test = process.platform === 'linux' ? listensInProc : accepts;
  for (const port of ports) while (!(await test(pid, port, address))) await sleep(20);
}

/** Also looks into another network namespace: the table is that of the process. */
async function listensInProc(pid: number, port: number): Promise<boolean> {
  const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const table = await readFile(`/proc/${pid}/net/tcp`, 'utf8');
  return table.split('\n').some((line) => {
    const [, localAddress, , state] = line.trim().split(/\s+/);
    return localAddress?.endsWith(local) && state === '0A';
  });
}

function accepts(_pid: number, port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const answer = (open: boolean) => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false));
  });
}

async function selfSignedCertificate(folder: string) {
  const certificate = join(folder, 'certificate.pem');
  const key = join(folder, 'key.pem');
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  request.push('-days', '30', '-subj', '/CN=precall.test', '-keyout', key, '-out', certificate);
  await command('openssl', ...request);
  const spkiDer = new X509Certificate(await readFile(certificate)).publicKey.export({
    type: 'spki',
    format: 'der',
  });
  return { certificate, key, spki: createHash('sha256').update(spkiDer).digest('base64') };
}
