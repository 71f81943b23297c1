/** One table, and all that must keep to it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { isOlder, MINIMUM_VERSIONS } from '../../scripts/minimum-versions.mjs';
import { root } from '../../scripts/set-up.mjs';

const read = (name: string): string => readFileSync(join(root, name), 'utf8');

test('manifest, package and README name the versions of the table', () => {
  const { chromium, firefox, node, turnserver } = MINIMUM_VERSIONS;
  const manifest = JSON.parse(read('manifest.json'));
  expect(manifest.minimum_chrome_version).toBe(chromium);
  expect(manifest.browser_specific_settings.gecko.strict_min_version).toBe(firefox);
  expect(JSON.parse(read('package.json')).engines.node).toBe(`>=${node}`);
  const rows = read('README.md').matchAll(/^\| (Node|Chromium|Firefox|turnserver) +\| ([\d.]+) +\|/gm);
  expect(Object.fromEntries([...rows].map(([, name, version]) => [name, version]))).toEqual({
    Node: node,
    Chromium: chromium,
    Firefox: firefox,
    turnserver,
  });
});

test('the bundles are built for them', () => {
  // A target in words of its own would let a build use what the oldest browser lacks.
  for (const file of ['build.mjs', 'scripts/node-bundle.mjs', 'bench/relay/relay-process.ts']) {
    expect(read(file), file).not.toMatch(/['"`](?:chrome|firefox|node)\d/);
    expect(read(file), file).toContain('MINIMUM_VERSIONS');
  }
});

test('versions are compared by their numbers, not as text', () => {
  const cases = [
    ['140.0.7339.207', '141', true],
    ['141', '141.0', false],
    ['141.0', '141', false],
    ['1000.1', '141', false],
    ['20.9', '20.11', true],
    ['4.5.2', '4.6', true],
    ['4.10', '4.6', false],
  ] as const;
  for (const [version, than, older] of cases) expect(isOlder(version, than), version).toBe(older);
});
