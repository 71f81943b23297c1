import { expect, test } from 'playwright/test';
import { bundledPackages } from '../../scripts/licenses.mjs';
import { emptyDatabase } from '../../scripts/location/database-writer.ts';
import { refuseWithoutLocation } from '../../scripts/package.mjs';

test('a build without location data is not packaged, unless that is on purpose', () => {
  const { bytes } = emptyDatabase();
  const index = JSON.parse(String(bytes)) as object;
  const filled = Buffer.from(JSON.stringify({ ...index, sources: [{ package: 'a', date: '2026-01-01' }] }));
  const empty = [['location/index.json', Buffer.from(bytes)]] as const;
  for (const files of [[], empty]) {
    expect(() => refuseWithoutLocation(files, false)).toThrow('There is no location data');
    expect(() => refuseWithoutLocation(files, true)).not.toThrow();
  }
  expect(() => refuseWithoutLocation([['location/index.json', filled]], false)).not.toThrow();
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
