/**
 * `npm run package`: the zips for the Chrome Web Store and for addons.mozilla.org, in out/. Without location data only
 * with `-- --without-location-data`: every place would be unknown, and nobody would see why.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildTarget } from '../build.mjs';
import { main, PlainError, say } from './run.mjs';
import { root } from './set-up.mjs';
import { zip } from './zip.mjs';

const NO_LOCATION_DATA =
  'There is no location data, and nothing was packaged. Try again with a network, or package without it on purpose: ' +
  'npm run package -- --without-location-data';

/** Builds a target and gives its files as the store takes them: pairs of name and content. */
export async function storeFiles(target) {
  const folder = await buildTarget(target);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))]));
  return files.map(([name, content]) => [name, name === 'manifest.json' ? storeManifest(content) : content]);
}

/** Throws where these files tell no place, unless that is on purpose: a build without location data has an index that names no source. */
export function refuseWithoutLocation(files, isOnPurpose) {
  const index = files.find(([name]) => name === 'location/index.json')?.[1];
  const tellsPlaces = index !== undefined && JSON.parse(index.toString()).sources.length > 0;
  if (!tellsPlaces && !isOnPurpose) throw new PlainError(NO_LOCATION_DATA);
}

/** The key pins the id of an unpacked extension; the store gives its own and refuses one. */
function storeManifest(content) {
  const { key: _key, ...manifest } = JSON.parse(content.toString());
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const { values } = parseArgs({
      options: { 'without-location-data': { type: 'boolean', default: false } },
    });
    const { version } = JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8'));
    await mkdir(join(root, 'out'), { recursive: true });
    for (const target of ['chrome', 'firefox']) {
      const name = `precall-${version}-${target}.zip`;
      const files = await storeFiles(target);
      refuseWithoutLocation(files, values['without-location-data']);
      const archive = zip(files);
      await writeFile(join(root, 'out', name), archive);
      say(`out/${name}: ${(archive.length / 1024).toFixed(0)} kB`);
    }
  });
}
