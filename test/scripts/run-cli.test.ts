/** Told to end as soon as its folder stands, when neither the bundle nor the program in it is there yet. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, watch } from 'node:fs';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { root } from '../../scripts/set-up.mjs';

const MODULES = join(root, 'node_modules');

let temporary: string;
/** Says nothing and never ends, so that `replay` waits for ever. */
let silence: FileHandle;
test.beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'precall-run-cli-'));
  execFileSync('mkfifo', [join(temporary, 'silence')]);
  silence = await open(join(temporary, 'silence'), 'r+');
});
test.afterEach(async () => {
  await silence.close();
  await rm(temporary, { recursive: true });
});

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^PPid:\s*(\d+)$/m.exec(stat)?.[1]);
}

/** Others run programs, too: the one whose process is the started one or a child of its children. */
function isBelow(pid: number, ancestor: number): boolean {
  return pid === ancestor || (pid > 1 && isBelow(parentOf(pid), ancestor));
}

/** Starts a program of cli/ and gives its folder at the moment it appears. */
async function startedFolder(
  command: string,
  args: readonly string[],
): Promise<{ child: ChildProcess; folder: string }> {
  const watcher = watch(MODULES);
  const stdio = [silence.fd, 'ignore', 'ignore'] as const;
  const child = spawn(command, args, { cwd: root, detached: true, stdio: [...stdio] });
  try {
    const folder = await new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`Ended with ${code} and no folder was seen`)));
      watcher.on('change', (_, name) => {
        const pid = /^\.precall-(\d+)-/.exec(String(name))?.[1];
        if (pid === undefined || child.pid === undefined || !existsSync(`/proc/${pid}`)) return;
        if (isBelow(Number(pid), child.pid)) resolve(join(MODULES, String(name)));
      });
    });
    return { child, folder };
  } finally {
    watcher.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} to the whole group, at once: no folder is left`, async () => {
    const { child, folder } = await startedFolder(process.execPath, ['scripts/run-cli.mjs', 'replay']);
    const closed = once(child, 'close');
    if (child.pid === undefined) throw new Error('No process');
    process.kill(-child.pid, signal);
    await closed;
    expect(child.exitCode).toBeGreaterThan(128);
    expect(existsSync(folder)).toBe(false);
  });
}

test('a signal to npm alone, at once: no folder is left', async () => {
  const { child, folder } = await startedFolder('npm', ['run', '--silent', 'replay']);
  const { pid } = child;
  if (pid === undefined) throw new Error('No process');
  try {
    child.kill('SIGTERM');
    await expect.poll(() => existsSync(folder), { timeout: 20_000 }).toBe(false);
  } finally {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      // Nobody is left of the group, as it should be.
      expect(error).toMatchObject({ code: 'ESRCH' });
    }
  }
});
