/** PRIVACY.md against the code: what is kept. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'playwright/test';
import manifest from '../../manifest.json' with { type: 'json' };
import { sourceFiles } from './source-files.ts';

/** The names in the first column of the table of what is kept. */
function named(): string[] {
  const [, kept = ''] = readFileSync('PRIVACY.md', 'utf8').split('## What is kept, where, and for how long');
  const [table = ''] = kept.split('\n## ');
  return [...table.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  );
}

test('everything that the code keeps stands in PRIVACY.md, and nothing else does', () => {
  const sources = sourceFiles('src', 'popup', 'options', 'history', 'watch');
  const found = sources.flatMap(({ text }) => [
    ...[...text.matchAll(/storedItem<[^(]*\(\{\s*area: '\w+',\s*key: '([\w.-]+)'/g)].map(
      ([, key = '']) => key,
    ),
    ...[...text.matchAll(/\b[A-Z_]*NAME = '(precall-[\w-]+)'/g)].map(([, key = '']) => key),
  ]);
  const asides = sources.flatMap(({ text }) =>
    [...text.matchAll(/asideOf\((\w+)Item\)/g)].map(([, of]) => `${of}.aside`),
  );
  expect(found.length).toBeGreaterThan(10);
  expect(named().toSorted()).toEqual([...found, ...asides].toSorted());
});

test('nobody opens a database or a storage by another way than the ones that are counted', () => {
  const ways =
    /\bindexedDB\.open\(|\bopenDB[<(]|\blocalStorage\b|\bsessionStorage\b|\bcaches\.open\(|\bdocument\.cookie\b/;
  const users = sourceFiles('src', 'popup', 'options', 'history', 'watch').filter(({ text }) =>
    ways.test(text),
  );
  expect(users.map(({ path }) => path).toSorted()).toEqual([
    'src/platform/fleet/outbox.ts',
    'src/platform/history-store.ts',
  ]);
});

test('Firefox’s manifest says what PRIVACY.md says is sent', () => {
  const { required } = manifest.browser_specific_settings.gecko.data_collection_permissions;
  expect(required).toEqual(['authenticationInfo']);
  expect(readFileSync('PRIVACY.md', 'utf8')).toContain('`authenticationInfo`');
});
