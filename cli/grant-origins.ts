/** A throw-away browser has nobody to answer its questions: a copy of the extension gets what a person would allow. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCredentialsUrl } from '../src/core/credentials-url.ts';

/** Match patterns for the credentials URLs of these servers. */
export function credentialsOrigins(servers: readonly { readonly credentialsUrl?: string }[]): string[] {
  const found = servers.flatMap(({ credentialsUrl }) => {
    const parsed = parseCredentialsUrl(credentialsUrl ?? '');
    return parsed.ok ? [parsed.origin] : [];
  });
  return [...new Set(found)];
}

/** Changes the extension in this folder, before a browser reads it. */
export async function grantOrigins(extension: string, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const path = join(extension, 'manifest.json');
  const manifest = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...manifest, host_permissions: origins }));
}
