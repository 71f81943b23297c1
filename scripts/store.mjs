/**
 * `npm run store`: what the Chrome Web Store and addons.mozilla.org ask for, in dist/store: a folder of texts and pictures for each
 * language, and beside them the tile, the icon, the notes for the reviewer, the answers about data and the privacy policy.
 * docs/release.md says which goes where. `npm run store -- --texts` leaves the pictures out.
 */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureBuilt } from '../build.mjs';
import { main, PlainError, run, say } from './run.mjs';
import { ensureModules, ensurePrograms, root } from './set-up.mjs';
import { listings } from './store-listing.mjs';

const out = join(root, 'dist', 'store');

await main(async () => {
  const [only, ...rest] = process.argv.slice(2);
  if (rest.length > 0 || (only !== undefined && only !== '--texts')) {
    throw new PlainError('Usage: npm run store [-- --texts]');
  }
  await ensureModules();
  await rm(out, { recursive: true, force: true });
  await writeTexts();
  await drawTile();
  if (only === '--texts') return 0;
  const [chromium] = await ensurePrograms('chromium');
  // A first build takes longer than a picture may.
  await ensureBuilt('chrome');
  const cli = join(root, 'node_modules', 'playwright', 'cli.js');
  const code = await run(
    process.execPath,
    [cli, 'test', '--config', join(root, 'scripts', 'store-pictures.config.mjs')],
    { cwd: root, env: { ...process.env, PRECALL_CHROMIUM: chromium, PRECALL_STORE: out } },
  );
  if (code === 0) say('dist/store has it all; docs/release.md says which goes where.');
  return code;
});

async function writeTexts() {
  for (const listing of await listings()) {
    const texts = {
      name: listing.name,
      summary: listing.summary,
      description: listing.description,
      'single-purpose': listing.singlePurpose,
      ...Object.fromEntries(
        Object.entries(listing.permissions).map(([name, why]) => [`permissions/${name}`, why]),
      ),
    };
    for (const [name, text] of Object.entries(texts)) {
      const path = join(out, listing.locale, `${name}.txt`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, `${text}\n`);
    }
  }
  await cp(join(root, 'store', 'review-notes.md'), join(out, 'review-notes.md'));
  await cp(join(root, 'store', 'data-disclosure.md'), join(out, 'data-disclosure.md'));
  await cp(join(root, 'PRIVACY.md'), join(out, 'privacy-policy.md'));
}

async function drawTile() {
  const { renderSvg } = await import('./icons.mjs');
  const picture = async (svg, width) => renderSvg(await readFile(join(root, svg), 'utf8'), width);
  await writeFile(join(out, 'tile-440x280.png'), await picture('store/tile.svg', 440));
  await writeFile(join(out, 'icon-128x128.png'), await picture('icons/brand.svg', 128));
}
