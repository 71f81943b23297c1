/** A network that has IPv6 alone, in a network namespace of its own (Linux, root, iproute2): a program in it has no IPv4 address. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const ip = (...args: string[]) => execute('ip', args);

export interface Ipv6Only {
  /** Writes a program that runs `program` there, and gives its path. */
  inside(program: string): Promise<string>;
  dispose(): Promise<void>;
}

export async function openIpv6Only(): Promise<Ipv6Only> {
  const name = `precall-six-${randomBytes(4).toString('hex')}`;
  const folder = await mkdtemp(join(tmpdir(), 'precall-six-'));
  await ip('netns', 'add', name);
  const opened: Ipv6Only = {
    async inside(program) {
      const path = join(folder, 'inside');
      await writeFile(path, `#!/bin/sh\nexec ip netns exec ${name} '${program}' "$@"\n`);
      await chmod(path, 0o755);
      return path;
    },
    async dispose() {
      await ip('netns', 'delete', name);
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await ip('-n', name, 'link', 'set', 'lo', 'up');
    await ip('-n', name, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'wan');
    for (const device of ['eth0', 'wan']) await ip('-n', name, 'link', 'set', device, 'up');
    await ip('-n', name, 'address', 'add', 'fd00:77::2/64', 'dev', 'eth0', 'nodad');
    await ip('-n', name, 'route', 'add', 'default', 'via', 'fd00:77::1', 'dev', 'eth0');
    return opened;
  } catch (error) {
    await opened.dispose();
    throw error;
  }
}
