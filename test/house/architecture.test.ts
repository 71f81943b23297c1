/** What the pages say of where things are. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'playwright/test';

/** Every folder with a file of this project in it; the others are made by a build, a test or npm. */
const folders = readdirSync('.', { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(?:\.|dist$|out$|node_modules$)/.test(entry.name))
  .map(({ name }) => name);
const files = ['.', ...folders].flatMap((folder) =>
  readdirSync(folder, { recursive: folder !== '.', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)),
);
const pages = files.filter((path) => path.endsWith('.md'));

/** In backticks: what begins with one of our folders, and what has the name of a source file, wherever that is. */
const NAMED = new RegExp(
  `\`((?:${folders.join('|')})/[\\w./-]*|[\\w./-]+\\.(?:tsx?|mts|mjs|c)|(?:manifest|managed-schema)\\.json)\``,
  'g',
);

test('every place of the house that a page names is there', () => {
  const named = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(NAMED)].map(([, path = '']) => ({ page, path })),
  );
  expect(named.filter(({ page }) => page === 'docs/architecture.md').length).toBeGreaterThan(60);
  const isThere = ({ page, path }: (typeof named)[number]) =>
    existsSync(path) ||
    existsSync(join(dirname(page), path)) ||
    files.some((file) => file.endsWith(`/${path}`));
  expect(named.filter((each) => !isThere(each))).toEqual([]);
});

test('the page of the house names each room of the sources', () => {
  const text = readFileSync('docs/architecture.md', 'utf8');
  const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const inside = ['core', 'precall'].flatMap((house) =>
    readdirSync(join('src', house), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'base')
      .map(({ name }) => `src/${house}/${name}/`),
  );
  const all = [...rooms.map(({ name }) => `src/${name}/`), ...inside];
  expect(all.length).toBeGreaterThan(25);
  expect(all.filter((room) => !text.includes(room))).toEqual([]);
});

test('the example of a new metric touches six files', () => {
  const [, list = ''] = readFileSync('docs/architecture.md', 'utf8').split('### A metric, for example ');
  expect(list.match(/^\d\. `src\/core\/[\w/-]+\.ts`/gm)).toHaveLength(6);
});
