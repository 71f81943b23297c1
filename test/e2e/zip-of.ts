import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { zipSync } from 'fflate';

/** The extension's files as they are now. */
export async function zipOf(extension: string): Promise<Uint8Array> {
  const entries = await readdir(extension, { recursive: true, withFileTypes: true });
  const files: Record<string, Uint8Array> = {};
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files[relative(extension, path).replaceAll('\\', '/')] = await readFile(path);
  }
  return zipSync(files, { level: 0 });
}
