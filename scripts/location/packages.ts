/** Gets the source packages through npm, with its registry and its cache, and nothing else of them. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Package } from './sources.ts';

const execute = promisify(execFile);

/** Why the data could not be had: no connection, most often. For a person, one line. */
export class SourceUnavailable extends Error {}

/** Unpacks a package below `folder` and gives the folder of its files. */
export async function unpackPackage({ name, version, integrity }: Package, folder: string): Promise<string> {
  const specifier = `${name}@${version}`;
  const download = join(folder, name.replace(/\W+/g, '-'));
  await mkdir(download, { recursive: true });
  await npmPack(specifier, download);
  const [archive] = await readdir(download);
  if (archive === undefined) throw new SourceUnavailable(`npm gave no file for ${specifier}`);
  const path = join(download, archive);
  const digest = createHash('sha512')
    .update(await readFile(path))
    .digest('base64');
  if (`sha512-${digest}` !== integrity) throw new Error(`${specifier} is not the package that was pinned.`);
  await execute('tar', ['-xzf', archive], { cwd: download });
  await rm(path);
  return join(download, 'package');
}

/** Without a connection npm would try again for minutes. */
const NPM_OPTIONS = ['--silent', '--prefer-offline', '--fetch-retries=1', '--fetch-retry-mintimeout=1000'];

async function npmPack(specifier: string, destination: string): Promise<void> {
  // npm names its own script here when it runs us; a bare "npm" may be another one.
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const args = [...first, 'pack', specifier, '--pack-destination', destination, ...NPM_OPTIONS];
  try {
    await execute(command, args, { shell: process.platform === 'win32' && command === 'npm' });
  } catch (cause) {
    throw new SourceUnavailable(`npm could not get ${specifier}`, { cause });
  }
}
