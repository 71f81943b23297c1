/** ejabberd's TURN server on the loopback interface, over UDP and TCP: the engine of eturnal, and nothing else of it. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort, HOST } from './free-port.ts';

const execute = promisify(execFile);
const RETRY_MS = 250;
/** ms; the Erlang machine needs a few seconds. */
const PATIENCE_MS = 60_000;

export interface Ejabberd {
  readonly server: { label: string; urls: string[]; username: string; credential: string };
  dispose(): Promise<void>;
}

export async function startEjabberd(program: string): Promise<Ejabberd> {
  const folder = await mkdtemp(join(tmpdir(), 'precall-ejabberd-'));
  const [port, controlPort] = [await freePort(), await freePort()];
  const credential = randomBytes(8).toString('hex');
  await writeFile(join(folder, 'ejabberd.yml'), configuration(port));
  // Without a port of its own it would leave a port mapper behind, for the whole machine.
  await writeFile(
    join(folder, 'ejabberdctl.cfg'),
    `ERL_DIST_PORT=${controlPort}\nINET_DIST_INTERFACE=${HOST}\n`,
  );
  await writeFile(join(folder, 'inetrc'), '{lookup,["file","native"]}.\n');
  for (const name of ['spool', 'logs']) await mkdir(join(folder, name));
  for (const name of ['', 'spool', 'logs']) await chmod(join(folder, name), 0o777);
  const node = `precall-${randomBytes(4).toString('hex')}@localhost`;
  const control = [
    ...['--node', node, '--config-dir', folder],
    ...['--spool', join(folder, 'spool'), '--logs', join(folder, 'logs')],
  ];
  const child = spawn(program, [...control, 'foreground'], { stdio: 'ignore', cwd: folder });
  const ended = once(child, 'exit');

  async function dispose(): Promise<void> {
    if (child.exitCode === null) {
      await execute(program, [...control, 'stop']);
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  }

  const until = performance.now() + PATIENCE_MS;
  while (!(await isRegistered())) {
    if (child.exitCode !== null) throw new Error(`ejabberd ended with ${child.exitCode}`);
    if (performance.now() > until) throw new Error('ejabberd does not start');
    await sleep(RETRY_MS);
  }

  /** Refused until the node is up. */
  async function isRegistered(): Promise<boolean> {
    return execute(program, [...control, 'register', 'alice', 'localhost', credential]).then(
      () => true,
      () => false,
    );
  }

  return {
    server: {
      label: 'ejabberd',
      urls: [`turn:${HOST}:${port}?transport=udp`, `turn:${HOST}:${port}?transport=tcp`],
      username: 'alice',
      credential,
    },
    dispose,
  };
}

const configuration = (port: number) => `hosts: ["localhost"]
loglevel: warning
auth_method: internal
auth_password_format: plain
default_db: mnesia
listen:
${['udp', 'tcp']
  .map(
    (transport) => `  - port: ${port}
    ip: "${HOST}"
    transport: ${transport}
    module: ejabberd_stun
    use_turn: true
    auth_type: user
    auth_realm: "localhost"
    turn_ipv4_address: "${HOST}"
    turn_blacklist: []
`,
  )
  .join('')}`;
