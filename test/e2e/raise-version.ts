/** The same extension under the next version's number. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Changes the manifest in this folder; gives the new version. */
export async function raiseVersion(extension: string): Promise<string> {
  const file = join(extension, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { version: string };
  const parts = manifest.version.split('.');
  const version = [...parts.slice(0, -1), Number(parts.at(-1)) + 1].join('.');
  await writeFile(file, JSON.stringify({ ...manifest, version }));
  return version;
}
