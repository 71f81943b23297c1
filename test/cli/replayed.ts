/** Runs `replay` on lines in its short form. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

export const START = 1_700_000_000_000;
export const MINUTE = 60_000;

interface Short {
  readonly t?: number;
  readonly rtt?: number | null;
  readonly jitter?: number | null;
  readonly bandwidth?: number | null;
  readonly loss?: number | null;
}

export function short(index: number, change: Short = {}): string {
  const run = {
    t: START + index * 5 * MINUTE,
    network: 'home',
    type: 'wifi',
    rtt: 40 + (index % 5),
    jitter: 2,
    loss: 0,
    bandwidth: 9000,
  };
  return JSON.stringify({ ...run, ...change });
}

export const outage = (index: number) =>
  JSON.stringify({ t: START + index * 5 * MINUTE, network: 'home', rtt: null });

export function start(args: readonly string[] = []): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['scripts/run-cli.mjs', 'replay', ...args]);
}

export async function replay(lines: readonly string[], args: readonly string[] = []) {
  const child = start(args);
  const text = { out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.error += chunk;
  });
  child.stdin.end(lines.join('\n'));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const runs = text.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return { code, error: text.error, runs };
}
