/**
 * `npm run release -- X.Y.Z`: sets the version in package.json, package-lock.json and manifest.json, and dates what CHANGELOG.md
 * has under "Unreleased". Changes files only: docs/release.md has what comes before and after.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isOlder } from './minimum-versions.mjs';
import { main, PlainError, say } from './run.mjs';
import { root } from './set-up.mjs';

const FILES = ['package.json', 'package-lock.json', 'manifest.json', 'CHANGELOG.md'];

/**
 * The files of a release, by name, from those before it. `date`: YYYY-MM-DD.
 * Throws a PlainError, and nothing is to be changed, where the version or what is unreleased is not fit for one.
 */
export function released(files, version, date) {
  const before = JSON.parse(files['package.json']).version;
  // Three numbers of at most 65535: https://developer.chrome.com/docs/extensions/reference/manifest/version
  const isVersion = /^(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}$/.test(version);
  if (!isVersion || version.split('.').some((part) => Number(part) > 65_535)) {
    throw new PlainError('A version is three numbers of at most 65535: npm run release -- 1.2.3');
  }
  if (isOlder(version, before)) throw new PlainError(`${version} comes before ${before}, which this is.`);
  return {
    'package.json': withVersion(files['package.json'], before, version, 1),
    // Once for the file, once for the package that it is of.
    'package-lock.json': withVersion(files['package-lock.json'], before, version, 2),
    'manifest.json': withVersion(files['manifest.json'], before, version, 1),
    'CHANGELOG.md': dated(files['CHANGELOG.md'], version, date),
  };
}

/** The first `times` versions of a JSON file; the rest of it stays to the letter. */
function withVersion(text, before, version, times) {
  let left = times;
  const changed = text.replace(/"version": "([^"]*)"/g, (found, own) => {
    if (left === 0) return found;
    left -= 1;
    if (own !== before) throw new PlainError(`The versions differ before the release: ${own} and ${before}.`);
    return `"version": "${version}"`;
  });
  if (left > 0) throw new PlainError('A file has no version.');
  return changed;
}

function dated(changelog, version, date) {
  if (changelog.includes(`\n## ${version} - `)) throw new PlainError(`CHANGELOG.md has ${version} already.`);
  const [head, unreleased, ...older] = changelog.split(/^(?=## )/m);
  if (!unreleased?.startsWith('## Unreleased\n'))
    throw new PlainError('CHANGELOG.md does not begin with "Unreleased".');
  if (!/^- /m.test(unreleased)) throw new PlainError('CHANGELOG.md has nothing under "Unreleased".');
  const section = unreleased.replace('## Unreleased\n', `## Unreleased\n\n## ${version} - ${date}\n`);
  return [head, section, ...older].join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const [version, ...rest] = process.argv.slice(2);
    if (version === undefined || rest.length > 0) throw new PlainError('Usage: npm run release -- X.Y.Z');
    const read = async (name) => [name, await readFile(join(root, name), 'utf8')];
    const files = Object.fromEntries(await Promise.all(FILES.map(read)));
    const date = new Date().toISOString().slice(0, 10);
    for (const [name, text] of Object.entries(released(files, version, date))) {
      await writeFile(join(root, name), text);
    }
    say(`${version}, of ${date}: ${FILES.join(', ')}. docs/release.md goes on from here.`);
  });
}
