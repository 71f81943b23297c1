/** Bundles one TypeScript module of this project for Node and imports it; npm packages stay outside the bundle. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NODE_BUNDLE } from '../scripts/node-bundle.mjs';
import { root } from '../scripts/set-up.mjs';

export async function loadTypeScript(entry) {
  // Not at the top: the script that makes sure of node_modules imports this file first.
  const { build } = await import('esbuild');
  // Inside the project, so that the bundle finds node_modules.
  const folder = await mkdtemp(join(root, '.bench-')).catch((cause) => {
    throw new Error(`cannot write a bundle into ${root}`, { cause });
  });
  try {
    const outfile = join(folder, 'bundle.mjs');
    await build({
      ...NODE_BUNDLE,
      entryPoints: [entry],
      outfile,
      define: { PROJECT_ROOT: JSON.stringify(root) },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
