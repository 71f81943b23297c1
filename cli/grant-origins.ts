/** A throw-away browser has nobody to answer its questions: a copy of the extension gets what a person would allow. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Changes the extension in this folder, before a browser reads it. */
export async function grantOrigins(extension: string, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const path = join(extension, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...manifest, host_permissions: origins }));
}
