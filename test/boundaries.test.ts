/** Who may import whom, and what the pure core may not touch. The table is the house's plan. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { expect, test } from 'playwright/test';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Layer -> what it may import: other layers, and packages as `npm:<name>`. Every layer may import itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: ['npm:valibot'],
  precall: ['core'],
  'page-api': ['core', 'precall'],
  messages: ['core', 'npm:valibot'],
  platform: ['core', 'messages', 'npm:valibot', 'npm:webextension-polyfill', 'npm:idb'],
  host: ['core', 'messages', 'platform', 'precall', 'npm:webextension-polyfill'],
  background: ['core', 'messages', 'platform', 'host', 'views'],
  offscreen: ['core', 'messages', 'platform', 'host', 'precall'],
  _locales: [],
  views: ['core', 'messages', 'platform', '_locales', 'npm:preact'],
  popup: ['core', 'messages', 'platform', 'views', 'npm:preact'],
  options: ['core', 'messages', 'platform', 'views', 'npm:preact', 'npm:valibot'],
  history: ['core', 'messages', 'platform', 'views', 'npm:preact', 'npm:uplot'],
  examples: ['core', 'page-api', 'precall'],
  cli: ['core', 'messages', 'npm:playwright', 'npm:ws', 'npm:node-turn', 'npm:valibot', 'node'],
};

interface SourceFile {
  /** With forward slashes, from the root. */
  readonly path: string;
  readonly text: string;
}

const files: readonly SourceFile[] = ['src', 'popup', 'options', 'history', 'examples', 'cli']
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({
        path: relative(root, path).split(sep).join('/'),
        text: readFileSync(path, 'utf8'),
      })),
  );

/** The layer a path belongs to; undefined for one that the table does not know. */
function layerOf(path: string): string | undefined {
  const parts = path.split('/');
  const name = (parts[0] === 'src' ? parts[1] : parts[0])?.replace(/\.tsx?$/, '') ?? '';
  return Object.hasOwn(MAY_IMPORT, name) ? name : undefined;
}

/** Every module a source names, types included. */
function importsOf(text: string): string[] {
  const statements = /^\s*(?:import|export)\b(?:[^'";]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;
  const calls = /\bimport\(\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(statements), ...text.matchAll(calls)].map((match) => match[1] ?? '');
}

/** What `path` reaches by importing `specifier`: a layer, `npm:<package>` or `node`. */
function reached(path: string, specifier: string): string {
  if (specifier.startsWith('.')) {
    const target = posix.join(dirname(path), specifier);
    return layerOf(target) ?? target;
  }
  if (specifier.startsWith('node:')) return 'node';
  const parts = specifier.split('/');
  return `npm:${specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]}`;
}

function violations(file: SourceFile): string[] {
  const layer = layerOf(file.path);
  if (layer === undefined) return [`${file.path} is in no layer`];
  return importsOf(file.text)
    .map((specifier) => ({ specifier, to: reached(file.path, specifier) }))
    .filter(({ to }) => to !== layer && !MAY_IMPORT[layer]?.includes(to))
    .map(({ specifier }) => `${file.path} imports ${specifier}`);
}

/** The code alone: comments and types may name anything. */
function codeOf(file: SourceFile): string {
  return transformSync(file.text, {
    loader: file.path.endsWith('x') ? 'tsx' : 'ts',
    jsx: 'preserve',
    minifyWhitespace: true,
    legalComments: 'none',
  }).code;
}

const IMPURE =
  /\bDate\.now\b|\bnew Date(?:\(\)|\b(?!\())|(?<!new )(?<![\w.])Date\(|\bMath\.random\b|\bperformance\b|\bcrypto\b/;
const EXTENSION_API = /(?<![\w.$'"-])(?:chrome|browser)\.[a-z]/;

test('each layer imports only what the house lets it', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.flatMap(violations)).toEqual([]);
});

test('the core has no clock, no randomness and no hidden state of the machine', () => {
  const core = files.filter((file) => layerOf(file.path) === 'core');
  expect(core.length).toBeGreaterThan(10);
  expect(core.filter((file) => IMPURE.test(codeOf(file))).map((file) => file.path)).toEqual([]);
});

test('only the platform and the hosts touch the extension API', () => {
  const others = files.filter((file) => !['platform', 'host', 'cli'].includes(layerOf(file.path) ?? ''));
  expect(others.filter((file) => EXTENSION_API.test(codeOf(file))).map((file) => file.path)).toEqual([]);
});

test('the rules themselves notice a breach', () => {
  const breaches: readonly SourceFile[] = [
    { path: 'src/core/a.ts', text: "import type { X } from '../platform/storage.ts';" },
    { path: 'src/core/a.ts', text: "import {\n  x,\n} from '../precall/x.ts';" },
    { path: 'src/precall/a.ts', text: "const x = await import('webextension-polyfill');" },
    { path: 'popup/popup.tsx', text: "import '../options/options.tsx';" },
    { path: 'popup/popup.tsx', text: "export * from '../src/background/x.ts';" },
    { path: 'src/elsewhere/a.ts', text: '' },
  ];
  for (const breach of breaches) expect(violations(breach), breach.text).toHaveLength(1);
  expect(violations({ path: 'src/core/a.ts', text: "import * as v from 'valibot';" })).toEqual([]);

  const core = (text: string): boolean => IMPURE.test(codeOf({ path: 'src/core/a.ts', text }));
  for (const text of [
    'f(Date.now())',
    'f(new Date())',
    'f(new Date)',
    'Math.random()',
    'performance.now()',
  ]) {
    expect(core(text), text).toBe(true);
  }
  expect(core('// Date.now() is not for us\nf(new Date(at))')).toBe(false);
  const outside = (text: string): boolean => EXTENSION_API.test(codeOf({ path: 'popup/a.ts', text }));
  expect(outside('chrome.runtime.sendMessage(1)')).toBe(true);
  expect(outside("f(x.chrome.y, 'chrome.storage') // chrome.storage")).toBe(false);
});
