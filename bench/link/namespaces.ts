import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { command } from './command.ts';

export const CLIENT_ADDRESS = '10.77.0.1';
export const SERVER_ADDRESS = '10.77.0.2';
/** Of the server, for programs that `ip netns exec` starts at the client's end: Firefox tries no TLS to an address without a name. */
export const SERVER_NAME = 'turn.precall.test';
/** Nothing is here: packets to it vanish. */
export const SILENT_ADDRESS = '10.77.0.99';
/** The same address plan in every link: each has network namespaces of its own. */
const PREFIX = 24;
export const DEVICE = 'link0';

export interface Namespaces {
  readonly client: string;
  readonly server: string;
}

let made = 0;

/** Two network namespaces, named after this process so that another one can tell that they are stale. */
export async function createNamespaces(): Promise<Namespaces> {
  await removeStaleNamespaces();
  const name = `precall-${process.pid}-${made++}`;
  const namespaces = { client: `${name}-client`, server: `${name}-server` };
  for (const ns of Object.values(namespaces)) {
    await command('ip', 'netns', 'add', ns);
    await command('ip', '-n', ns, 'link', 'set', 'lo', 'up');
    await inside(ns, 'sh', '-c', 'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6');
  }
  await mkdir(filesOf(namespaces.client), { recursive: true });
  const hosts = `127.0.0.1 localhost\n${SERVER_ADDRESS} ${SERVER_NAME}\n`;
  await writeFile(join(filesOf(namespaces.client), 'hosts'), hosts);
  // No name server is at the end of this link, and nobody shall wait for one.
  await writeFile(join(filesOf(namespaces.client), 'resolv.conf'), 'nameserver 127.0.0.1\n');
  return namespaces;
}

/** Gives the emulator's devices their addresses. The client's default route is the link, as at home. */
export async function configureDevices({ client, server }: Namespaces): Promise<void> {
  for (const [ns, address] of [
    [client, CLIENT_ADDRESS],
    [server, SERVER_ADDRESS],
  ] as const) {
    await command('ip', '-n', ns, 'addr', 'add', `${address}/${PREFIX}`, 'dev', DEVICE);
    await command('ip', '-n', ns, 'link', 'set', DEVICE, 'up', 'txqueuelen', '10000');
  }
  await command('ip', '-n', client, 'route', 'add', 'default', 'dev', DEVICE);
}

export function inside(ns: string, ...args: string[]): Promise<string> {
  return command('ip', 'netns', 'exec', ns, ...args);
}

export async function removeNamespaces({ client, server }: Namespaces): Promise<void> {
  for (const ns of [client, server]) await removeNamespace(ns);
}

async function removeNamespace(ns: string): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    const pids = (await command('ip', 'netns', 'pids', ns)).split('\n').filter(Boolean).map(Number);
    if (pids.length === 0) break;
    for (const pid of pids) endProcess(pid, signal);
    await sleep(200);
  }
  await command('ip', 'netns', 'del', ns);
  await rm(filesOf(ns), { recursive: true, force: true });
}

/** What stands here is seen in /etc inside the namespace (ip-netns(8)). */
function filesOf(ns: string): string {
  return join('/etc/netns', ns);
}

function endProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Namespaces of a process that was killed before it could clean up, with what still runs in them. */
async function removeStaleNamespaces(): Promise<void> {
  for (const line of (await command('ip', 'netns', 'list')).split('\n')) {
    const match = /^(precall-(\d+)-\d+-(?:client|server))/.exec(line);
    if (match?.[1] && !isAlive(Number(match[2])))
      // Another link may be removing it too.
      await removeNamespace(match[1]).catch((error: Error) => console.error(`${match[1]}: ${error.message}`));
  }
}
