/** Builds dist/chrome and dist/firefox (unpacked extensions). `node build.mjs [chrome|firefox ...]` */
import { createHash } from 'node:crypto';
import { copyFile, cp, link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './scripts/file-lock.mjs';
import { licenseTexts } from './scripts/licenses.mjs';
import { locationData } from './scripts/location-data.mjs';
import { MINIMUM_VERSIONS } from './scripts/minimum-versions.mjs';
import { main } from './scripts/run.mjs';
import { ensureModules } from './scripts/set-up.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const TARGETS = {
  chrome: { esbuild: `chrome${MINIMUM_VERSIONS.chromium}`, prune: pruneForChrome },
  firefox: { esbuild: `firefox${MINIMUM_VERSIONS.firefox}`, prune: pruneForFirefox },
};

/** Pages and workers: output path in the extension -> source. */
const ENTRIES = {
  background: 'src/background.ts',
  'popup/popup': 'popup/popup.tsx',
  'options/options': 'options/options.tsx',
  'history/history': 'history/history.tsx',
  'watch/watch': 'watch/watch.tsx',
  'rtp-worker': 'src/precall/engine/rtp-worker.ts',
};
/** Content scripts, which are no modules. */
const CONTENT_SCRIPTS = { 'sites/bridge': 'src/sites/bridge.ts', 'sites/page': 'src/sites/page.ts' };
const CHROME_ONLY = { 'offscreen/offscreen': 'src/offscreen/offscreen.ts' };

/** Folder of the location data in the extension. */
const LOCATION = 'location';

/** What a build is made of. */
const SOURCES = ['src', 'popup', 'options', 'history', 'watch', 'icons', '_locales', 'scripts/location'];
const SOURCE_FILES = [
  'LICENSE',
  'manifest.json',
  'managed-schema.json',
  'build.mjs',
  'scripts/icons.mjs',
  'scripts/licenses.mjs',
  'scripts/location-data.mjs',
  'scripts/minimum-versions.mjs',
  'package-lock.json',
  'tsconfig.json',
];

/** Builds dist/<target> anew. Its old content stays whole until the new one is. */
export function buildTarget(target) {
  return withLock(join(root, 'dist', '.lock'), () => buildLocked(target));
}

/** Path of dist/<target>, built if its sources have changed since. */
export function ensureBuilt(target) {
  return withLock(join(root, 'dist', '.lock'), () => ensureBuiltLocked(target));
}

/**
 * Puts a copy of the built extension at `to`. A browser reads its extension's files late (the offscreen
 * document, a page), so it must not run on a folder that another build may replace.
 */
export function copyBuilt(target, to) {
  return withLock(join(root, 'dist', '.lock'), async () => {
    const built = await ensureBuiltLocked(target);
    const location = join(built, LOCATION);
    await cp(built, to, { recursive: true, filter: (source) => source !== location });
    await shareFiles(location, join(to, LOCATION));
    return to;
  });
}

/** Links instead of copies: these files are nine tenths of the extension, and are replaced but never written to. */
async function shareFiles(from, to) {
  await mkdir(to);
  const names = await readdir(from);
  const pairs = names.map((name) => [join(from, name), join(to, name)]);
  // Not every place can be linked to; whatever else is wrong the copy tells.
  await Promise.all(pairs.map(([old, fresh]) => link(old, fresh).catch(() => copyFile(old, fresh))));
}

/** Of the sources as this process has read them last: reading all of them takes longer than copying a build. */
let knownHash;

async function ensureBuiltLocked(target) {
  const built = await readFile(stampOf(target), 'utf8').catch(absent);
  knownHash ??= await sourceHash();
  return built === knownHash ? join(root, 'dist', target) : buildLocked(target);
}

const stampOf = (target) => join(root, 'dist', `.${target}-sources`);

function absent(error) {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}

async function sourceHash() {
  const listed = await Promise.all(
    SOURCES.map(async (folder) => {
      const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  const files = [...listed.flat(), ...SOURCE_FILES.map((name) => join(root, name))].sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(file);
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

async function buildLocked(target) {
  await ensureModules();
  const hash = await sourceHash();
  knownHash = hash;
  const out = join(root, 'dist', target);
  const fresh = `${out}.new`;
  await rm(stampOf(target), { force: true });
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await bundle(target, fresh);
  await copyStatic(fresh, target);
  const { renderIcons } = await import('./scripts/icons.mjs');
  await renderIcons(join(root, 'icons'), join(fresh, 'icons'));
  const location = await locationData();
  await cp(location.folder, join(fresh, LOCATION), { recursive: true });
  await rm(out, { recursive: true, force: true });
  await rename(fresh, out);
  // Also for a build without location data: `npm run build` tries again, not every start on a machine without a network.
  await writeFile(stampOf(target), hash);
  return out;
}

async function bundle(target, out) {
  const { build } = await import('esbuild');
  const options = {
    absWorkingDir: root,
    outdir: out,
    bundle: true,
    target: TARGETS[target].esbuild,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'linked',
    logLevel: 'warning',
    metafile: true,
    // The same-signature file of this browser: `./x.browser.ts` is `x.chrome.ts` or `x.firefox.ts`.
    plugins: [browserFiles(target), textOnly()],
  };
  const modules = target === 'chrome' ? { ...ENTRIES, ...CHROME_ONLY } : ENTRIES;
  const built = [
    await build({ ...options, entryPoints: modules, format: 'esm' }),
    await build({ ...options, entryPoints: CONTENT_SCRIPTS, format: 'iife' }),
  ];
  const inputs = Object.assign({}, ...built.map(({ metafile }) => metafile.inputs));
  await writeFile(join(out, 'LICENSES.txt'), await licenseTexts(root, inputs));
}

/** Resolves `./name.browser.ts` to `./name.<target>.ts`. */
function browserFiles(target) {
  return {
    name: 'browser-files',
    setup(b) {
      b.onResolve({ filter: /\.browser\.ts$/ }, (args) => ({
        path: join(args.resolveDir, args.path.replace(/\.browser\.ts$/, `.${target}.ts`)),
      }));
    },
  };
}

/** Preact's one way to turn text into markup is taken out: nothing here uses it, and stores ask about it. */
function textOnly() {
  const way = /\.innerHTML=(\w+\.__html)/g;
  return {
    name: 'text-only',
    setup(b) {
      b.onLoad({ filter: /preact[\\/]dist[\\/]preact\.mjs$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (source.match(way)?.length !== 1)
          throw new Error(`${path} is not the Preact that build.mjs knows`);
        return { contents: source.replace(way, '.textContent=$1'), loader: 'js' };
      });
    },
  };
}

/** The manifest of dist/<target>: the one of both browsers without what this one does not know. */
export async function manifestOf(target) {
  return TARGETS[target].prune(JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8')));
}

async function copyStatic(out, target) {
  await writeFile(join(out, 'manifest.json'), `${JSON.stringify(await manifestOf(target), null, 2)}\n`);
  const page = (source) => /\.(html|png|svg)$/.test(source) || !/\.[a-z]+$/.test(source);
  for (const folder of ['popup', 'options', 'history', 'watch', 'icons', '_locales']) {
    await cp(join(root, folder), join(out, folder), {
      recursive: true,
      filter: folder === '_locales' ? undefined : page,
    });
  }
  if (target === 'chrome') {
    await cp(join(root, 'src/offscreen/offscreen.html'), join(out, 'offscreen/offscreen.html'));
    await cp(join(root, 'managed-schema.json'), join(out, 'managed-schema.json'));
  }
}

/** Chrome decides itself that a new button is not on the toolbar. */
function pruneForChrome({ browser_specific_settings: _gecko, background, action, ...rest }) {
  const { scripts: _scripts, ...worker } = background;
  const { default_area: _area, ...button } = action;
  return { ...rest, action: button, background: worker };
}

/** Firefox takes an administrator's values without a schema. */
function pruneForFirefox(manifest) {
  const {
    minimum_chrome_version: _least,
    key: _key,
    storage: _schema,
    optional_permissions: _optional,
    background,
    permissions,
    ...rest
  } = manifest;
  const { service_worker: _worker, ...page } = background;
  return { ...rest, background: page, permissions: permissions.filter((name) => name !== 'offscreen') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const wanted = process.argv.slice(2);
    for (const target of wanted.length > 0 ? wanted : Object.keys(TARGETS)) await buildTarget(target);
  });
}
