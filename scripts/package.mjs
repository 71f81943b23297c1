/** `npm run package`: the zips for the Chrome Web Store and for addons.mozilla.org, in out/. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildTarget } from '../build.mjs';
import { main, say } from './run.mjs';
import { root } from './set-up.mjs';
import { zip } from './zip.mjs';

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

/** The key pins the id of an unpacked extension; the store gives its own and refuses one. */
function storeManifest(content) {
  const { key: _key, ...manifest } = JSON.parse(content.toString());
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const { version } = JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8'));
    await mkdir(join(root, 'out'), { recursive: true });
    for (const target of ['chrome', 'firefox']) {
      const name = `precall-${version}-${target}.zip`;
      const archive = zip(await storeFiles(target));
      await writeFile(join(root, 'out', name), archive);
      say(`out/${name}: ${(archive.length / 1024).toFixed(0)} kB`);
    }
  });
}
