/**
 * A home behind a NAT, in network namespaces of its own (Linux, root, iproute2, nftables): a browser in the home,
 * a router that masquerades, and a TURN server that sees only the router's public address.
 */
import { type ChildProcess, execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { Settings } from '../../src/core/settings/settings.ts';
import { startTurnIn, TURN_PORT } from './namespace-turn.ts';

const execute = promisify(execFile);

const HOME = '192.168.77.2';
const ROUTER = '192.168.77.1';
/** In the other documentation network: the server is not at home. */
const SERVER = '192.0.2.10';

export interface Nat {
  /** The device's own address, which no server sees. */
  readonly homeAddress: string;
  readonly turnServer: Settings['servers'][number];
  /** Writes a program that runs `program` in the home, and gives its path. */
  inTheHome(program: string): Promise<string>;
  /** The provider gives the home another address. */
  changePublicAddress(address: string): Promise<void>;
  close(): Promise<void>;
}

/** Why there can be no NAT here, for a person; undefined: there can. */
export const natUnavailable = () => namespacesUnavailable('ip', 'nft');

/** The same of networks that these programs make. */
export function namespacesUnavailable(...programs: readonly string[]): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  const missing = programs.filter((name) => !folders.some((folder) => existsSync(join(folder, name))));
  return missing.length === 0 ? undefined : `these programs are missing: ${missing.join(', ')}`;
}

export async function openNat(publicAddress: string): Promise<Nat> {
  const id = randomBytes(4).toString('hex');
  const [home, router, outside] = [`precall-home-${id}`, `precall-router-${id}`, `precall-outside-${id}`];
  const folder = await mkdtemp(join(tmpdir(), 'precall-nat-'));
  const turnServer = {
    label: 'Outside',
    urls: [`turn:${SERVER}:${TURN_PORT}?transport=udp`],
    username: 'alice',
    credential: randomBytes(8).toString('hex'),
  };
  let current = publicAddress;
  let coturn: ChildProcess | undefined;

  async function close(): Promise<void> {
    if (coturn !== undefined && coturn.exitCode === null) {
      coturn.kill('SIGKILL');
      await once(coturn, 'exit');
    }
    for (const name of await namespaces()) {
      if (name.endsWith(id)) await ip('netns', 'delete', name);
    }
    await rm(folder, { recursive: true, force: true });
  }

  try {
    for (const name of [home, router, outside]) {
      await ip('netns', 'add', name);
      await ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    await ip('-n', router, 'link', 'add', 'lan', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', home);
    await ip('-n', router, 'link', 'add', 'wan', 'type', 'veth', 'peer', 'name', 'eth0', 'netns', outside);
    await connect(home, 'eth0', `${HOME}/24`);
    await ip('-n', home, 'route', 'add', 'default', 'via', ROUTER);
    await connect(router, 'lan', `${ROUTER}/24`);
    await connect(router, 'wan', `${current}/32`);
    await ip('-n', router, 'route', 'add', SERVER, 'dev', 'wan');
    await connect(outside, 'eth0', `${SERVER}/32`);
    await ip('-n', outside, 'route', 'add', 'default', 'dev', 'eth0');
    await inside(router, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
    const rules = join(folder, 'nat.nft');
    await writeFile(rules, MASQUERADE);
    await inside(router, 'nft', '-f', rules);
    coturn = await startTurnIn(outside, { address: SERVER, ...turnServer }, folder);
  } catch (error) {
    await close();
    throw error;
  }

  return {
    homeAddress: HOME,
    turnServer,
    async inTheHome(program) {
      const path = join(folder, 'in-the-home');
      await writeFile(path, `#!/bin/sh\nexec ip netns exec ${home} '${program}' "$@"\n`);
      await chmod(path, 0o755);
      return path;
    },
    async changePublicAddress(address) {
      // An interface without any address would lose its routes.
      await ip('-n', router, 'address', 'add', `${address}/32`, 'dev', 'wan');
      await ip('-n', router, 'address', 'delete', `${current}/32`, 'dev', 'wan');
      current = address;
    },
    close,
  };
}

const MASQUERADE = `table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    oifname "wan" masquerade
  }
}
`;

const ip = (...args: string[]) => execute('ip', args);
const inside = (name: string, ...command: string[]) => ip('netns', 'exec', name, ...command);

async function namespaces(): Promise<string[]> {
  const { stdout } = await ip('netns', 'list');
  return stdout.split('\n').map((line) => line.split(' ')[0] ?? '');
}

async function connect(name: string, device: string, address: string): Promise<void> {
  await ip('-n', name, 'address', 'add', address, 'dev', device);
  await ip('-n', name, 'link', 'set', device, 'up');
}
