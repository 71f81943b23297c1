/**
 * The location data of the extension: `node scripts/location-data.mjs` builds it unless it is there,
 * `--verify` compares it with its sources (see docs/location.md).
 * It is made once and kept below node_modules, so that a build only copies it.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withLock } from './file-lock.mjs';
import { NODE_BUNDLE } from './node-bundle.mjs';
import { main, say } from './run.mjs';
import { ensureModules, root } from './set-up.mjs';

const CACHE = join(root, 'node_modules', '.cache', 'precall-location');

/**
 * Folder of the data for a build: of the pinned packages, or none (`complete: false`) when they cannot be had or
 * PRECALL_LOCATION_DATA is "none". Every lookup of a build without data finds nothing.
 */
export async function locationData() {
  await mkdir(CACHE, { recursive: true });
  return withLock(join(CACHE, '.lock'), async () => {
    if (process.env.PRECALL_LOCATION_DATA === 'none') return emptyData();
    const code = await bundle('build');
    const folder = join(
      CACHE,
      createHash('sha256')
        .update(await readFile(code))
        .digest('hex')
        .slice(0, 16),
    );
    if (existsSync(folder)) return { folder, complete: true };
    const { buildDatabase, SourceUnavailable } = await import(pathToFileURL(code).href);
    say('Building the location data (once; about 80 MB through npm) ...');
    const fresh = await mkdtemp(join(CACHE, 'fresh-'));
    try {
      const { files, bytes } = await buildDatabase(CACHE, fresh);
      say(`Location data: ${files} files, ${(bytes / 1e6).toFixed(1)} MB.`);
      await rename(fresh, folder);
      return { folder, complete: true };
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error;
      say(`Building without location data: ${error.message}. ISP, city and country will be unknown.`);
      return emptyData();
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  });
}

async function emptyData() {
  const { emptyDatabase } = await import(pathToFileURL(await bundle('database-writer')).href);
  const folder = join(CACHE, 'none');
  await mkdir(folder, { recursive: true });
  const { name, bytes } = emptyDatabase();
  await writeFile(join(folder, name), bytes);
  return { folder, complete: false };
}

/** Node 20 does not run TypeScript; the bundle stands below node_modules, where it finds its packages. */
async function bundle(name) {
  const { build } = await import('esbuild');
  const outfile = join(CACHE, `${name}.mjs`);
  await build({ ...NODE_BUNDLE, entryPoints: [`scripts/location/${name}.ts`], outfile });
  return outfile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await ensureModules();
    const { folder, complete } = await locationData();
    if (!process.argv.includes('--verify')) return complete ? 0 : 1;
    const { verify } = await import(pathToFileURL(await bundle('verify')).href);
    return (await verify(CACHE, folder)) ? 0 : 1;
  });
}
