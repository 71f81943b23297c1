/** A real TURN server in a network namespace, where no port of this machine is in its way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureCoturn } from '../../scripts/set-up.mjs';

export const TURN_PORT = 3478;
export const TURNS_PORT = 5349;

export interface NamespaceTurn {
  /** Of IPv4. */
  readonly address: string;
  readonly username: string;
  readonly credential: string;
  /** For TLS, which it does not speak without. */
  readonly certificate?: { readonly certificate: string; readonly key: string };
  readonly args?: readonly string[];
}

export async function startTurnIn(
  namespace: string,
  turn: NamespaceTurn,
  folder: string,
): Promise<ChildProcess> {
  const { address, username, credential, certificate } = turn;
  const args = [
    ...['-n', '--no-cli', '--log-file=stdout', '--simple-log', '--realm=precall.test', '--lt-cred-mech'],
    ...[`--listening-ip=${address}`, `--relay-ip=${address}`, `--listening-port=${TURN_PORT}`],
    ...[`--user=${username}:${credential}`, '--no-dtls', '--relay-threads=1'],
    ...(certificate === undefined
      ? ['--no-tls']
      : [
          `--tls-listening-port=${TURNS_PORT}`,
          `--cert=${certificate.certificate}`,
          `--pkey=${certificate.key}`,
        ]),
    ...[`--pidfile=${join(folder, `${address}.pid`)}`, `--userdb=${join(folder, `${address}.db`)}`],
    ...(turn.args ?? []),
  ];
  const child = spawn('ip', ['netns', 'exec', namespace, await ensureCoturn(), ...args], {
    cwd: folder,
    stdio: 'ignore',
  });
  // The sockets of a process's own namespace; `ip` becomes the server, under the same id.
  while (!(await readFile(`/proc/${child.pid}/net/udp`, 'utf8')).includes(socketOf(address))) {
    if (child.exitCode !== null) throw new Error(`coturn ended with ${child.exitCode}`);
    await sleep(20);
  }
  return child;
}

/** As the kernel lists it: the address in host byte order, hexadecimal. */
function socketOf(address: string): string {
  const bytes = Buffer.from(address.split('.').map(Number).reverse());
  return `${bytes.toString('hex').toUpperCase()}:${TURN_PORT.toString(16).toUpperCase().padStart(4, '0')}`;
}
