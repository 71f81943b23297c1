import { expect, test } from 'playwright/test';
import { bundledPackages } from '../../scripts/licenses.mjs';
import { emptyDatabase } from '../../scripts/location/database-writer.ts';
import { hasLocationData } from '../../scripts/package.mjs';

test('a build without location data is seen to be one', () => {
  const { bytes } = emptyDatabase();
  const index = JSON.parse(String(bytes)) as object;
  const filled = Buffer.from(JSON.stringify({ ...index, sources: [{ package: 'a', date: '2026-01-01' }] }));
  expect(hasLocationData([])).toBe(false);
  expect(hasLocationData([['location/index.json', Buffer.from(bytes)]])).toBe(false);
  expect(hasLocationData([['location/index.json', filled]])).toBe(true);
});

test('the packages of a bundle are told from its inputs, scoped and nested ones too, each once', () => {
  const inputs = {
    'src/background.ts': {},
    'node_modules/idb/build/index.js': {},
    'node_modules/idb/build/wrap.js': {},
    'node_modules/@scope/thing/index.js': {},
    'node_modules/outer/node_modules/inner/index.js': {},
  };
  expect(bundledPackages(inputs)).toEqual([
    'node_modules/@scope/thing',
    'node_modules/idb',
    'node_modules/outer/node_modules/inner',
  ]);
});
