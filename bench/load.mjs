/** Bundles one TypeScript module of this project for Node and imports it; npm packages stay outside the bundle. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MINIMUM_VERSIONS } from '../scripts/minimum-versions.mjs';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

export async function loadTypeScript(entry) {
  // Not at the top: the script that makes sure of node_modules imports this file first.
  const { build } = await import('esbuild');
  // Inside the project, so that the bundle finds node_modules.
  const folder = await mkdtemp(join(projectRoot, '.bench-')).catch((cause) => {
    throw new Error(`cannot write a bundle into ${projectRoot}`, { cause });
  });
  try {
    const outfile = join(folder, 'bundle.mjs');
    await build({
      absWorkingDir: projectRoot,
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: `node${MINIMUM_VERSIONS.node}`,
      packages: 'external',
      define: { PROJECT_ROOT: JSON.stringify(projectRoot) },
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
