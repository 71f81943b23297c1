import { readFileSync } from 'node:fs';
import { expect, test } from 'playwright/test';
import { type ReleaseFile, released } from '../../scripts/release.mjs';

const NAMES = ['package.json', 'package-lock.json', 'manifest.json', 'CHANGELOG.md'] as const;
const before = Object.fromEntries(NAMES.map((name) => [name, readFileSync(name, 'utf8')])) as Record<
  ReleaseFile,
  string
>;
const CHANGELOG = '# Changelog\n\nOf a format.\n\n## Unreleased\n\n### Added\n\n- One thing.\n';

test('one version in all files, of which nothing else changes', () => {
  const after = released({ ...before, 'CHANGELOG.md': CHANGELOG }, '77.1.0', '2026-11-30');
  const lock = JSON.parse(after['package-lock.json']);
  expect([
    JSON.parse(after['package.json']).version,
    JSON.parse(after['manifest.json']).version,
    lock.version,
    lock.packages[''].version,
  ]).toEqual(['77.1.0', '77.1.0', '77.1.0', '77.1.0']);
  const { version } = JSON.parse(before['package.json']);
  for (const name of ['package.json', 'package-lock.json', 'manifest.json'] as const) {
    expect(after[name].replaceAll('77.1.0', version), name).toBe(before[name]);
  }
});

test('the changes get version and date, under an Unreleased that is empty again', () => {
  const first = released({ ...before, 'CHANGELOG.md': CHANGELOG }, '77.1.0', '2026-11-30')['CHANGELOG.md'];
  expect(first).toBe(
    '# Changelog\n\nOf a format.\n\n## Unreleased\n\n## 77.1.0 - 2026-11-30\n\n### Added\n\n- One thing.\n',
  );
  const next = first.replace('## Unreleased\n', '## Unreleased\n\n### Fixed\n\n- Another.\n');
  const second = released({ ...before, 'CHANGELOG.md': next }, '77.2.0', '2026-12-01')['CHANGELOG.md'];
  expect(second.match(/^## .*$/gm)).toEqual([
    '## Unreleased',
    '## 77.2.0 - 2026-12-01',
    '## 77.1.0 - 2026-11-30',
  ]);
});

test('the project as it is can be released', () => {
  const after = released(before, '77.1.0', '2026-11-30');
  expect(after['CHANGELOG.md']).toContain('\n## 77.1.0 - 2026-11-30\n');
});

for (const [version, changelog, message] of [
  ['1.2', CHANGELOG, /three numbers/],
  ['v1.2.3', CHANGELOG, /three numbers/],
  ['1.2.65536', CHANGELOG, /at most 65535/],
  ['0.0.1', CHANGELOG, /comes before/],
  ['77.1.0', '# Changelog\n\n## Unreleased\n', /nothing under/],
  ['77.1.0', '# Changelog\n\n## 76.0.0 - 2026-01-01\n\n- Old.\n', /does not begin/],
  ['77.1.0', `${CHANGELOG}\n## 77.1.0 - 2026-01-01\n\n- Old.\n`, /has 77\.1\.0 already/],
] as const) {
  test(`${version} is refused: ${message.source}`, () => {
    expect(() => released({ ...before, 'CHANGELOG.md': changelog }, version, '2026-11-30')).toThrow(message);
  });
}

test('versions that differ before are told', () => {
  const manifest = before['manifest.json'].replace(/"version": "[^"]*"/, '"version": "9.9.9"');
  expect(() => released({ ...before, 'manifest.json': manifest }, '77.1.0', '2026-11-30')).toThrow(/differ/);
});
