/** Who may import whom, and what the pure core may not touch. The table is the house's plan. */
import { readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { transformSync } from 'esbuild';
import { expect, test } from 'playwright/test';
import { median } from '../src/core/base/statistics.ts';
import { importCircles } from './house/import-circles.ts';
import { roomBreaches } from './house/rooms.ts';
import { importsOf, type SourceFile, sourceFiles } from './house/source-files.ts';

/** Layer -> what it may import: other layers, and packages as `npm:<name>`. Every layer may import itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: ['npm:valibot'],
  precall: ['core'],
  english: ['core', '_locales'],
  'page-api': ['core', 'english', 'precall'],
  messages: ['core', 'npm:valibot'],
  otlp: [
    'core',
    'npm:@opentelemetry/api',
    'npm:@opentelemetry/otlp-transformer',
    'npm:@opentelemetry/resources',
    'npm:@opentelemetry/sdk-metrics',
  ],
  platform: ['core', 'messages', 'npm:valibot', 'npm:webextension-polyfill', 'npm:idb'],
  host: ['core', 'messages', 'platform', 'precall', 'npm:webextension-polyfill'],
  sites: ['core', 'platform'],
  background: ['core', 'messages', 'otlp', 'platform', 'host', 'views'],
  offscreen: ['core', 'messages', 'platform', 'host', 'precall'],
  _locales: [],
  views: ['core', 'messages', 'platform', '_locales', 'npm:preact'],
  popup: ['core', 'messages', 'platform', 'views', 'npm:preact'],
  options: ['core', 'messages', 'platform', 'views', 'npm:preact', 'npm:valibot'],
  history: ['core', 'messages', 'platform', 'views', 'npm:preact', 'npm:uplot'],
  watch: ['core', 'messages', 'platform', 'views', 'npm:preact'],
  examples: ['core', 'page-api', 'precall', 'sites'],
  cli: ['core', 'english', 'messages', 'npm:playwright', 'npm:ws', 'npm:node-turn', 'npm:valibot', 'node'],
};

const files = sourceFiles('src', 'popup', 'options', 'history', 'watch', 'examples', 'cli');

/** The layer a path belongs to; undefined for one that the table does not know. */
function layerOf(path: string): string | undefined {
  const parts = path.split('/');
  const name = (parts[0] === 'src' ? parts[1] : parts[0])?.replace(/\.tsx?$/, '') ?? '';
  return Object.hasOwn(MAY_IMPORT, name) ? name : undefined;
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

test('no import goes in a circle, types counted', () => {
  expect(importCircles([...files, ...sourceFiles('bench', 'scripts', 'test')])).toEqual([]);
});

test('the rooms of the core and of the measurement import downwards only', () => {
  expect(files.flatMap(roomBreaches)).toEqual([]);
});

test('no folder of the sources is a corridor, and no file a room of its own', () => {
  // Styles and whatever else lies beside the sources count, too.
  const folders = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const inside = (folder: string) =>
    readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).length;
  expect(folders.filter((folder) => inside(folder) > 25)).toEqual([]);
  const lines = files.map(({ path, text }) => ({ path, count: text.split('\n').length - 1 }));
  expect(lines.filter(({ count }) => count > 300).map(({ path }) => path)).toEqual([]);
  expect(median(lines.map(({ count }) => count))).toBeLessThan(100);
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

test('the rules about rooms and circles notice a breach', () => {
  const breachOf = (path: string, target: string) => roomBreaches({ path, text: `import '${target}';` });
  expect(breachOf('src/core/servers/a.ts', '../report/b.ts')).toEqual([
    'src/core/servers/a.ts imports src/core/report/b.ts: servers imports only from floors below it, and report is not',
  ]);
  expect(breachOf('src/core/settings/a.ts', '../report/b.ts')).toHaveLength(1);
  expect(breachOf('src/core/report/a.ts', '../servers/b.ts')).toEqual([]);
  expect(breachOf('src/core/report/a.ts', './b.ts')).toEqual([]);
  expect(breachOf('src/core/pantry/a.ts', './b.ts')).toEqual([
    'src/core/pantry/a.ts is in no room of src/core',
  ]);
  expect(breachOf('src/precall/a.ts', './link/b.ts')).toEqual([
    'src/precall/a.ts is in no room of src/precall',
  ]);
  expect(breachOf('src/precall/estimate/delay/a.ts', '../loss/b.ts')).toHaveLength(1);
  expect(breachOf('src/precall/estimate/loss/a.ts', '../delay/b.ts')).toEqual([]);
  expect(breachOf('src/precall/plan/a.ts', '../loop/b.ts')).toEqual([
    'src/precall/plan/a.ts imports src/precall/loop/b.ts: plan and loop know nothing of each other',
  ]);

  const file = (path: string, ...imports: string[]): SourceFile => ({
    path,
    text: imports.map((specifier) => `import type { X } from '${specifier}';`).join('\n'),
  });
  const circle = [file('src/a.ts', './b/b.ts'), file('src/b/b.ts', './c.ts'), file('src/b/c.ts', '../a.ts')];
  expect(importCircles(circle)).toEqual(['src/a.ts -> src/b/b.ts -> src/b/c.ts -> src/a.ts']);
  expect(importCircles(circle.slice(1))).toEqual([]);
  expect(
    importCircles([file('src/a.ts', './b.ts', './c.ts'), file('src/b.ts', './c.ts'), file('src/c.ts')]),
  ).toEqual([]);
  expect(importCircles([file('src/a.ts', './a.ts')])).toHaveLength(1);
});
