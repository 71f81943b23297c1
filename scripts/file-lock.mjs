/** One process at a time. Only node's own modules. */
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 100;
let claims = 0;

/** Runs `body` while this process alone holds the lock file; a dead holder's lock is taken over. */
export async function withLock(path, body) {
  await mkdir(dirname(path), { recursive: true });
  claims += 1;
  const claim = `${path}.${process.pid}-${claims}`;
  await writeFile(claim, String(process.pid));
  try {
    while (!(await take(path, claim))) await sleep(RETRY_MS);
  } finally {
    await rm(claim, { force: true });
  }
  try {
    return await body();
  } finally {
    await rm(path, { force: true });
  }
}

/** A link appears with its content, so that a lock never stands without its holder's id. */
async function take(path, claim) {
  try {
    await link(claim, path);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = await holderOf(path);
  if (holder !== undefined && !isAlive(holder)) await removeStale(path, claim, holder);
  return false;
}

/** Another process may have taken the lock over since we looked: then it gets it back. */
async function removeStale(path, claim, holder) {
  const aside = `${claim}-stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return;
  }
  if ((await holderOf(aside)) === holder) await rm(aside);
  else await rename(aside, path);
}

async function holderOf(path) {
  try {
    return Number(await readFile(path, 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
