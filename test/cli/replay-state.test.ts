import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { INITIAL_MONITOR_STATE } from '../../src/core/monitor/monitor-state.ts';
import { expect, test } from '../folder-fixture.ts';
import { outage, replay, short } from './replayed.ts';

test.describe.configure({ mode: 'parallel' });

test('with --state it goes on where it left off', async ({ folder }) => {
  const file = join(folder, 'state.json');
  const lines = [
    ...Array.from({ length: 30 }, (_, index) => short(index)),
    outage(30),
    outage(31),
    ...Array.from({ length: 6 }, (_, index) => short(32 + index, { rtt: 200 })),
  ];
  const whole = await replay(lines);
  for (const cut of [31, 34]) {
    await rm(file, { force: true });
    const first = await replay(lines.slice(0, cut), ['--state', file]);
    const second = await replay(lines.slice(cut), ['--state', file]);
    expect([...first.runs, ...second.runs]).toEqual(whole.runs);
  }
});

test('a state that it does not understand is left alone', async ({ folder }) => {
  const file = join(folder, 'state.json');
  const damaged = { ...INITIAL_MONITOR_STATE, dataUse: {} };
  const broken = JSON.stringify({ format: 'precall-replay-state', version: 1, state: damaged });
  for (const text of ['{', '{"format":"something"}', broken]) {
    await writeFile(file, text);
    const { code, error, runs } = await replay([short(0)], ['--state', file]);
    expect(code).toBe(2);
    expect(error).toMatch(/^replay: --state .*state\.json: not /);
    expect(runs).toEqual([]);
    expect(await readFile(file, 'utf8')).toBe(text);
  }
});

test('what is no finite number is refused at its field, and leaves a state that can be read', async ({
  folder,
}) => {
  const args = ['--state', join(folder, 'state.json')];
  const huge = ['rtt', 'jitter', 'bandwidth'].map((field) =>
    short(0).replace(RegExp(`("${field}":)\\d+`), '$11e999'),
  );
  const { runs, error } = await replay([...huge, short(0)], args);
  expect(runs).toHaveLength(1);
  expect(
    error.match(/^replay: line \d: (rtt|jitter|bandwidth): expected .+, at most 1000000000000$/gm),
  ).toHaveLength(3);
  expect(await replay([short(1)], args)).toMatchObject({ code: 0, error: '' });
});

test('a state that is no file is refused, and a link to one stays a link', async ({ folder }) => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(await replay([short(0)], ['--state', pipe])).toMatchObject({
    code: 2,
    error: `replay: --state ${pipe}: cannot be read (it is no file).\n`,
  });
  const link = join(folder, 'link');
  await writeFile(join(folder, 'state.json'), '');
  await symlink('state.json', link);
  expect((await replay([short(0)], ['--state', link])).code).toBe(0);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(join(folder, 'state.json'), 'utf8')).toContain('precall-replay-state');
});

test('a signal to the whole group, which comes twice, still saves the state', async ({ folder }) => {
  const file = join(folder, 'state.json');
  const child = spawn(process.execPath, ['scripts/run-cli.mjs', 'replay', '--state', file], {
    detached: true,
  });
  child.stdin.write(`${short(0)}\n`);
  await once(child.stdout, 'data');
  if (child.pid === undefined) throw new Error('No process');
  process.kill(-child.pid, 'SIGTERM');
  await once(child, 'close');
  expect(Object.keys(JSON.parse(await readFile(file, 'utf8')).state.networks)).toEqual(['home']);
  expect(await readdir(folder)).toEqual(['state.json']);
});
