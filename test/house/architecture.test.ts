import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'playwright/test';

const page = readFileSync('docs/architecture.md', 'utf8');

test('every place that the page of the house names is there', () => {
  const named = [
    ...page.matchAll(/`((?:src|test|scripts|_locales|options)\b[\w./-]*|[\w-]+\.(?:json|mjs))`/g),
  ].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test('the example of a new metric touches six files', () => {
  const [, list = ''] = page.split('### A metric, for example ');
  expect(list.match(/^\d\. `src\/core\/[\w/-]+\.ts`/gm)).toHaveLength(6);
});
