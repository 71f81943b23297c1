import { readdir, readFile } from 'node:fs/promises';

export interface Usage {
  /** s of processor time, all processes of the browser. */
  readonly cpuSeconds: number;
  /** Proportional set size of all of them, MB. */
  readonly memoryMb?: number;
}

const TICKS_PER_SECOND = 100; // USER_HZ: a constant of Linux's ABI

/**
 * What a process and everything it started uses; absent where there is no /proc. Memory only when asked for: reading it
 * holds each process up for a moment.
 */
export async function usageOf(root: number, withMemory: boolean): Promise<Usage | undefined> {
  if (process.platform !== 'linux') return undefined;
  const processes = await allProcesses();
  const family = new Set([root]);
  // Parents have been seen before their children only by luck: repeat until nothing is added.
  for (let before = 0; before !== family.size; ) {
    before = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  const members = processes.filter(({ pid }) => family.has(pid));
  const ticks = members.reduce((sum, member) => sum + member.ticks, 0);
  const cpuSeconds = ticks / TICKS_PER_SECOND;
  if (!withMemory) return { cpuSeconds };
  const sizes = await Promise.all(members.map(({ pid }) => proportionalKb(pid)));
  return { cpuSeconds, memoryMb: sizes.reduce((sum, kb) => sum + kb, 0) / 1024 };
}

async function allProcesses() {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readOrGone(`/proc/${pid}/stat`);
      // The command's name, in parentheses, may hold anything: count from behind it. See proc(5).
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [parent = 0, user = 0, system = 0] = [fields[1], fields[11], fields[12]];
      return { pid: Number(pid), parent, ticks: user + system };
    }),
  );
  return found.filter(({ parent }) => parent > 0);
}

async function proportionalKb(pid: number): Promise<number> {
  const text = await readOrGone(`/proc/${pid}/smaps_rollup`);
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0);
}

/** Empty for a process that has ended meanwhile. */
function readOrGone(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
