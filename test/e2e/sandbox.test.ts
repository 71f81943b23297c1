/** What `npm start` starts for an ordinary user, also where the tests are root's: Chromium keeps its sandbox. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { copyBuilt } from '../../build.mjs';
import { NODE_BUNDLE } from '../../scripts/node-bundle.mjs';
import { ensureChromium, root } from '../../scripts/set-up.mjs';
import { expect, test } from '../folder-fixture.ts';

/** "nobody" of Linux, where root would be the other choice. */
const NOBODY = 65_534;
const USER = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Why it cannot be seen here, for a person; undefined: it can. */
function unseen(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux tells what holds a process';
  const can = (program: string, ...args: string[]): boolean =>
    spawnSync(program, args, { ...USER, cwd: '/' }).status === 0;
  const needed = [
    join(root, 'package.json'),
    tmpdir(),
    process.env.PRECALL_CHROMIUM ?? '/',
    process.execPath,
  ];
  const closed = needed.find((path) => !can('test', '-r', path));
  if (closed !== undefined) return `an ordinary user may not read ${closed}`;
  if (!can('unshare', '-Ur', 'true'))
    return 'an ordinary user may make no namespaces, which the sandbox is made of';
  return undefined;
}
const UNSEEN = unseen();

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** 2: a filter decides which system calls it may make (proc(5)). */
  readonly seccomp: number;
}

async function lookAt(pid: number): Promise<Process | undefined> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ');
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    return { pid, parent: field('PPid'), command, seccomp: field('Seccomp') };
  } catch {
    return undefined; // It has ended meanwhile.
  }
}

/** The processes that this one has started, and those that they have. */
async function startedBy({ pid }: ChildProcess): Promise<Process[]> {
  const pids = (await readdir('/proc')).map(Number).filter((each) => each > 0);
  const all = (await Promise.all(pids.map(lookAt))).filter((each) => each !== undefined);
  const found: Process[] = [];
  for (let parents = [pid ?? 0]; parents.length > 0; ) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map((child) => child.pid);
  }
  return found;
}

/** As `npm start` does, which first makes what an ordinary user need only read: the bundle, and the build. */
async function start(folder: string, bundle: string) {
  await build({ ...NODE_BUNDLE, entryPoints: ['cli/start.ts'], outfile: bundle });
  const home = join(folder, 'home');
  await mkdir(home);
  if (USER.uid !== undefined) await chown(home, USER.uid, USER.gid);
  await chmod(folder, 0o755);
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  return spawn(process.execPath, [bundle], {
    ...USER,
    cwd: home,
    env: {
      ...environment,
      HOME: home,
      TMPDIR: home,
      PRECALL_CHROMIUM: await ensureChromium(),
      PRECALL_EXTENSION: await copyBuilt('chrome', join(folder, 'extension')),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function startSandboxed({ folder }: { readonly folder: string }): Promise<void> {
  // Beside the packages that the bundle leaves out.
  const beside = await mkdtemp(join(root, 'node_modules', '.precall-sandbox-'));
  await chmod(beside, 0o755);
  try {
    const child = await start(folder, join(beside, 'start.mjs'));
    const errors: string[] = [];
    let seen: Process[] = [];
    const looked = new Promise<void>((resolve, reject) => {
      createInterface(child.stderr).on('line', (line) => {
        errors.push(line);
        if (!line.startsWith('Testing the connection')) return;
        startedBy(child).then((found) => {
          seen = found;
          resolve();
        }, reject);
      });
      child.once('close', () => resolve());
    });
    const output: string[] = [];
    child.stdout.on('data', (chunk) => output.push(String(chunk)));
    const [code] = await once(child, 'close');
    await looked;
    expect(errors.join('\n')).not.toContain('without its sandbox');
    expect(code, errors.join('\n')).toBe(0);
    expect(output.join('')).toContain('"summaryCode"');
    const renderers = seen.filter(({ command }) => command.includes('--type=renderer'));
    expect(renderers.length).toBeGreaterThan(0);
    expect(renderers.filter(({ seccomp }) => seccomp !== 2)).toEqual([]);
    expect(seen.filter(({ command }) => command.includes('--no-sandbox'))).toEqual([]);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

if (UNSEEN === undefined) {
  test(
    'an ordinary user has a Chromium in its sandbox, and a run is made in it',
    { tag: '@long' },
    startSandboxed,
  );
} else {
  // Declared only where it can run: a test that was skipped would count as not seen to.
  console.log(`Left out: the test of Chromium's sandbox, because ${UNSEEN}.`);
}
