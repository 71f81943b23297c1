/** Builds dist/chrome and dist/firefox (unpacked extensions). `node build.mjs [chrome|firefox ...]` */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { renderIcons } from './scripts/icons.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));
const TARGETS = {
  chrome: { esbuild: 'chrome130', prune: pruneForChrome },
  firefox: { esbuild: 'firefox142', prune: pruneForFirefox },
};

/** Pages and workers: output path in the extension -> source. */
const ENTRIES = {
  background: 'src/background.ts',
  'popup/popup': 'popup/popup.tsx',
  'options/options': 'options/options.tsx',
  'history/history': 'history/history.tsx',
  'rtp-worker': 'src/precall/rtp-worker.ts',
};
const CHROME_ONLY = { 'offscreen/offscreen': 'src/offscreen/offscreen.ts' };

export async function buildTarget(target) {
  const out = join(root, 'dist', target);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const entryPoints = target === 'chrome' ? { ...ENTRIES, ...CHROME_ONLY } : ENTRIES;
  await build({
    absWorkingDir: root,
    entryPoints: Object.entries(entryPoints).map(([to, from]) => ({ out: to, in: from })),
    outdir: out,
    bundle: true,
    format: 'esm',
    target: TARGETS[target].esbuild,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'linked',
    logLevel: 'warning',
    // The same-signature file of this browser: `./x.ts` is `x.chrome.ts` or `x.firefox.ts`.
    plugins: [browserFiles(target)],
  });
  await copyStatic(out, target);
  await renderIcons(join(root, 'icons'), join(out, 'icons'));
  return out;
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

async function copyStatic(out, target) {
  const manifest = JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8'));
  await writeFile(
    join(out, 'manifest.json'),
    `${JSON.stringify(TARGETS[target].prune(manifest), null, 2)}\n`,
  );
  const page = (source) => /\.(html|css|png|svg)$/.test(source) || !/\.[a-z]+$/.test(source);
  for (const folder of ['popup', 'options', 'history', 'icons', '_locales']) {
    await cp(join(root, folder), join(out, folder), {
      recursive: true,
      filter: folder === '_locales' ? undefined : page,
    });
  }
  if (target === 'chrome')
    await cp(join(root, 'src/offscreen/offscreen.html'), join(out, 'offscreen/offscreen.html'));
}

function pruneForChrome({ browser_specific_settings: _gecko, background, ...rest }) {
  const { scripts: _scripts, ...worker } = background;
  return { ...rest, background: worker };
}

function pruneForFirefox({ minimum_chrome_version: _least, key: _key, background, permissions, ...rest }) {
  const { service_worker: _worker, ...page } = background;
  return { ...rest, background: page, permissions: permissions.filter((name) => name !== 'offscreen') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = process.argv.slice(2);
  for (const target of wanted.length > 0 ? wanted : Object.keys(TARGETS)) await buildTarget(target);
}
