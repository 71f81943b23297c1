/**
 * A device on a network of its own, in network namespaces (Linux, root, iproute2): with the addresses and the name server that a test
 * gives it, and servers on the other end of its only cable.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { type NamespaceTurn, startTurnIn } from './namespace-turn.ts';

const execute = promisify(execFile);
const ip = (...args: string[]) => execute('ip', args);

export interface OwnNetwork {
  /** Writes a program that runs `program` on the device, and gives its path. */
  inside(program: string): Promise<string>;
  startTurn(turn: NamespaceTurn): Promise<void>;
  dispose(): Promise<void>;
}

export interface NetworkPlan {
  /** With their prefix lengths; the first host address of an IPv6 one's network is the router's. */
  readonly device: readonly string[];
  readonly router?: string;
  /** Of the servers. */
  readonly outside?: readonly string[];
  /** Names and their only address, which is of IPv4; without any there is no name server. */
  readonly names?: Readonly<Record<string, string>>;
}

export async function openOwnNetwork(plan: NetworkPlan): Promise<OwnNetwork> {
  const id = randomBytes(4).toString('hex');
  const [device, outside] = [`precall-device-${id}`, `precall-world-${id}`];
  const folder = await mkdtemp(join(tmpdir(), 'precall-network-'));
  const servers: ChildProcess[] = [];
  const resolver = join(folder, 'resolv.conf');
  const opened: OwnNetwork = {
    async inside(program) {
      const path = join(folder, 'inside');
      // Each `ip netns exec` has mounts of its own.
      const script = `mount --bind ${resolver} /etc/resolv.conf && exec "$0" "$@"`;
      await writeFile(path, `#!/bin/sh\nexec ip netns exec ${device} sh -c '${script}' '${program}' "$@"\n`);
      await chmod(path, 0o755);
      return path;
    },
    async startTurn(turn) {
      servers.push(await startTurnIn(outside, turn, folder));
    },
    async dispose() {
      for (const server of servers) {
        if (server.exitCode !== null || server.signalCode !== null) continue;
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
      await ip('netns', 'delete', device);
      await ip('netns', 'delete', outside);
      await rm(folder, { recursive: true, force: true });
    },
  };
  await ip('netns', 'add', device);
  await ip('netns', 'add', outside);
  try {
    await ip('-n', device, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', outside);
    await connect(device, plan.device);
    await connect(outside, plan.outside ?? []);
    if (plan.router !== undefined)
      await ip('-n', device, 'route', 'add', 'default', 'via', plan.router, 'dev', 'eth0');
    const [nameServer] = plan.outside ?? [];
    await writeFile(resolver, nameServer === undefined ? '' : `nameserver ${nameServer.split('/')[0]}\n`);
    if (plan.names !== undefined) servers.push(await startNameServer(outside, plan.names));
    return opened;
  } catch (error) {
    await opened.dispose();
    throw error;
  }
}

async function connect(name: string, addresses: readonly string[]): Promise<void> {
  for (const link of ['lo', 'eth0']) await ip('-n', name, 'link', 'set', link, 'up');
  for (const address of addresses) {
    const isIpv6 = address.includes(':');
    await ip('-n', name, 'address', 'add', address, 'dev', 'eth0', ...(isIpv6 ? ['nodad'] : []));
  }
}

async function startNameServer(
  namespace: string,
  names: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const program = join(import.meta.dirname, 'name-server.mjs');
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, program, JSON.stringify(names)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the name server ended with ${code}`))),
  ]);
  return child;
}
