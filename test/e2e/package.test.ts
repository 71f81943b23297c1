/** What the stores get. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { copyBuilt } from '../../build.mjs';
import { storeFiles } from '../../scripts/package.mjs';
import { root } from '../../scripts/set-up.mjs';
import { zip } from '../../scripts/zip.mjs';
import { expect, test } from '../folder-fixture.ts';

type Manifest = Record<string, unknown> & { readonly permissions: readonly string[] };

async function packageOf(target: 'chrome' | 'firefox') {
  const files = new Map(await storeFiles(target));
  const manifest = JSON.parse(String(files.get('manifest.json'))) as Manifest;
  return { files, manifest };
}

/** Every file that a manifest, page or script names must be there. */
function namedIn(manifest: Manifest): string[] {
  return [...JSON.stringify(manifest).matchAll(/"([\w/-]+\.(?:html|js|png|json))"/g)].map(
    ([, path]) => path ?? '',
  );
}

test('the Chrome package has no key, no other browser’s settings, and all that its manifest names', async () => {
  const { files, manifest } = await packageOf('chrome');
  expect(manifest).not.toHaveProperty('key');
  expect(manifest).not.toHaveProperty('browser_specific_settings');
  expect(manifest.background).toEqual({ service_worker: 'background.js', type: 'module' });
  expect(namedIn(manifest).length).toBeGreaterThan(8);
  expect(namedIn(manifest).filter((path) => !files.has(path))).toEqual([]);
  expect([...files.keys()].filter((path) => /\.(map|tsx?)$/.test(path))).toEqual([]);
});

test('the Firefox package asks for nothing that Firefox does not know', async () => {
  const { files, manifest } = await packageOf('firefox');
  expect(manifest.background).toEqual({ scripts: ['background.js'], type: 'module' });
  expect(manifest.permissions).not.toContain('offscreen');
  expect(manifest).not.toHaveProperty('minimum_chrome_version');
  expect(namedIn(manifest).filter((path) => !files.has(path))).toEqual([]);
  expect([...files.keys()].filter((path) => path.startsWith('offscreen/'))).toEqual([]);
});

test('the packages hold our licence and those of all that is bundled', async () => {
  for (const target of ['chrome', 'firefox'] as const) {
    const { files } = await packageOf(target);
    const licenses = String(files.get('LICENSES.txt'));
    expect(licenses).toContain(await readFile(join(root, 'LICENSE'), 'utf8').then((text) => text.trim()));
    const { dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const [name, version] of Object.entries(dependencies))
      expect(licenses).toContain(`${name} ${version} (`);
    expect(licenses).toContain('Mozilla Public License Version 2.0');
    expect(licenses).toContain('Source: https://github.com/mozilla/webextension-polyfill.git');
  }
});

test('Firefox’s own linter has nothing to say', { tag: '@long' }, async ({ folder }) => {
  await copyBuilt('firefox', folder);
  const webExt = join(root, 'node_modules', 'web-ext', 'bin', 'web-ext.js');
  const lint = spawn(process.execPath, [webExt, 'lint', '--output=json', `--source-dir=${folder}`], {
    cwd: folder,
    env: { ...process.env, NO_UPDATE_NOTIFIER: '1' },
  });
  const report = JSON.parse(await text(lint.stdout)) as LintReport;
  expect({ errors: report.errors, warnings: report.warnings }).toEqual({ errors: [], warnings: [] });
});

interface LintReport {
  readonly errors: readonly unknown[];
  readonly warnings: readonly unknown[];
}

test('built twice, the packages are the same to the byte', { tag: '@long' }, async () => {
  const [first, second] = [await storeFiles('chrome'), await storeFiles('chrome')];
  expect(zip(first).equals(zip(second))).toBe(true);
});
