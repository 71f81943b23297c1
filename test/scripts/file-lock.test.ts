import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../../scripts/file-lock.mjs';
import { expect, test } from '../folder-fixture.ts';

test('one at a time, and nothing is left behind', async ({ folder }) => {
  let inside = 0;
  let most = 0;
  const work = () =>
    withLock(join(folder, 'lock'), async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    });
  await Promise.all([work(), work(), work()]);
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('a failure frees the lock and is passed on', async ({ folder }) => {
  const path = join(folder, 'lock');
  await expect(withLock(path, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await withLock(path, () => 'free')).toBe('free');
});

test('takes over from a process that is dead', async ({ folder }) => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  await writeFile(join(folder, 'lock'), String(pid));
  expect(await withLock(join(folder, 'lock'), () => 'taken over')).toBe('taken over');
  expect(await readdir(folder)).toEqual([]);
});
