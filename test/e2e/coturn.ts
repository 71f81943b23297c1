/** A real TURN server on the loopback interface, over UDP, TCP and TLS. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCoturn } from '../../scripts/set-up.mjs';
import { freePort, HOST } from './free-port.ts';
import { writeSelfSignedCertificate } from './self-signed-certificate.ts';

export interface CoturnOptions {
  /** Made up when absent. */
  readonly user?: { readonly username: string; readonly credential: string };
  /** Refuses to relay to loopback peers, which is to our own second connection. */
  readonly forbidPeers?: boolean;
  /** Bytes/s that one allocation may carry. */
  readonly maxBps?: number;
  readonly args?: readonly string[];
}

export interface Coturn {
  readonly port: number;
  readonly tlsPort: number;
  readonly urls: { readonly udp: string; readonly tcp: string; readonly tls: string };
  readonly username: string;
  readonly credential: string;
  /** Of the TLS certificate, see launch-chromium. */
  readonly spki: string;
  /** A server of the settings: these transports, these credentials, or what replaces them. */
  server(...transports: readonly ('udp' | 'tcp' | 'tls')[]): {
    label: string;
    urls: string[];
    username: string;
    credential: string;
  };
  readonly running: boolean;
  /** At once, as in a crash. */
  kill(): Promise<void>;
  /** Again, on the same ports with the same users. */
  start(): Promise<void>;
  /** Takes everything and answers nothing, as one that hangs; or goes on from there. */
  freeze(frozen: boolean): void;
  /** Files and sockets it holds: each allocation has some. */
  openFiles(): Promise<number>;
  /** The same once it no longer changes: what an earlier test has given back coturn holds for a second more. */
  restingFiles(): Promise<number>;
  /** Ends it and removes its folder. */
  dispose(): Promise<void>;
}

/** Looks that agree, and ms between two: together longer than the second for which coturn holds what was given back. */
const RESTING_LOOKS = 6;
const LOOK_MS = 250;

export async function startCoturn(options: CoturnOptions = {}): Promise<Coturn> {
  const program = await ensureCoturn();
  const folder = await mkdtemp(join(tmpdir(), 'precall-coturn-'));
  const { certificate, key, spki } = await writeSelfSignedCertificate(folder);
  const port = await freePort();
  const tlsPort = await freePort();
  const { username, credential } = options.user ?? {
    username: 'alice',
    credential: `secret-${randomBytes(8).toString('hex')}`,
  };
  const args = [
    ...['-n', '--no-cli', '--log-file=stdout', '--simple-log', '--realm=precall.test', '--lt-cred-mech'],
    ...[`--listening-ip=${HOST}`, `--relay-ip=${HOST}`, `--user=${username}:${credential}`],
    ...[`--listening-port=${port}`, `--tls-listening-port=${tlsPort}`],
    ...[`--cert=${certificate}`, `--pkey=${key}`, '--no-multicast-peers', '--relay-threads=1'],
    ...[`--pidfile=${join(folder, 'turnserver.pid')}`, `--userdb=${join(folder, 'turndb')}`],
    ...(options.forbidPeers ? [`--denied-peer-ip=${HOST}`] : ['--allow-loopback-peers']),
    ...(options.maxBps === undefined ? [] : [`--max-bps=${options.maxBps}`]),
    ...(options.args ?? []),
  ];
  const urls = {
    udp: `turn:${HOST}:${port}?transport=udp`,
    tcp: `turn:${HOST}:${port}?transport=tcp`,
    tls: `turns:${HOST}:${tlsPort}?transport=tcp`,
  };
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    await listening(child, [port, tlsPort]);
  }

  async function kill(): Promise<void> {
    const ending = child;
    child = undefined;
    if (ending?.pid === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    ending.kill('SIGKILL');
    await once(ending, 'exit');
  }

  const openFiles = async () => (await readdir(`/proc/${child?.pid}/fd`)).length;

  const coturn: Coturn = {
    port,
    tlsPort,
    urls,
    username,
    credential,
    spki,
    server: (...transports) => ({
      label: 'Coturn',
      urls: transports.map((transport) => urls[transport]),
      username,
      credential,
    }),
    get running() {
      return child !== undefined;
    },
    kill,
    start,
    freeze: (frozen) => void child?.kill(frozen ? 'SIGSTOP' : 'SIGCONT'),
    openFiles,
    async restingFiles() {
      let last = await openFiles();
      for (let same = 0; same < RESTING_LOOKS; ) {
        await sleep(LOOK_MS);
        const now = await openFiles();
        same = now === last ? same + 1 : 0;
        last = now;
      }
      return last;
    },
    async dispose() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await start();
  } catch (error) {
    await coturn.dispose();
    throw error;
  }
  return coturn;
}

/** Resolves when the server answers on both ports: not every version says so, and each in its own words. */
async function listening(child: ChildProcess, [port, tlsPort]: readonly [number, number]): Promise<void> {
  const said: string[] = [];
  for (const output of [child.stdout, child.stderr]) {
    if (output !== null) createInterface(output).on('line', (line) => said.push(line));
  }
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`coturn ended with ${code}: ${said.slice(-5).join('\n')}`)),
    );
  });
  // The other outcome of the race, seen to by whoever ends the server.
  failed.catch(() => said.splice(0));
  const stop = new AbortController();
  const { signal } = stop;
  const ready = Promise.all([
    answersUdp(port, signal),
    acceptsTcp(port, signal),
    acceptsTcp(tlsPort, signal),
  ]);
  // The other outcome again: nobody asks a server that has ended.
  ready.catch(() => said.splice(0));
  try {
    await Promise.race([ready, failed]);
  } finally {
    stop.abort();
  }
}

const RETRY_MS = 20;

/** A STUN Binding request (RFC 8489 section 5) until one is answered. */
async function answersUdp(port: number, signal: AbortSignal): Promise<void> {
  const request = Buffer.concat([Buffer.from('000100002112a442', 'hex'), randomBytes(12)]);
  const socket = createSocket('udp4');
  // Until the server is there, each request may be answered by "port unreachable".
  socket.on('error', () => socket.unref());
  const timer = setInterval(() => socket.send(request, port, HOST), RETRY_MS);
  try {
    await once(socket, 'message', { signal });
  } finally {
    clearInterval(timer);
    socket.close();
  }
}

async function acceptsTcp(port: number, signal: AbortSignal): Promise<void> {
  const accepted = await new Promise<boolean>((resolve) => {
    const socket = connect(port, HOST);
    const end = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });
  if (accepted) return;
  await sleep(RETRY_MS, undefined, { signal });
  await acceptsTcp(port, signal);
}
