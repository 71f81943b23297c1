/** What does not start leaves no process and no folder: a run of tests inside this one, on a program that only tells its version. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { root } from '../../scripts/set-up.mjs';
import { expect, test } from '../folder-fixture.ts';

const PLAYWRIGHT = join(root, 'node_modules', 'playwright', 'cli.js');

/** A test that starts a Firefox or a Chromium with the extension of its own, one that takes its file's, one on a bare page. */
const OWN_FIREFOX = ['firefox-lifecycle.test.ts', 'one notification for'] as const;
const SHARED_FIREFOX = ['firefox-lifecycle.test.ts', 'made again'] as const;
const EXTENSION = ['refused-calls.test.ts', 'without a desktop'] as const;
const PAGE = ['precall-test.test.ts', 'data channel'] as const;

for (const [what, variable, tests] of [
  ['a Firefox, of one test or of all in a file,', 'PRECALL_FIREFOX', [OWN_FIREFOX, SHARED_FIREFOX]],
  ['a Chromium, with the extension or a page of the measurement,', 'PRECALL_CHROMIUM', [EXTENSION, PAGE]],
  ['a TURN server, of either kind of test,', 'PRECALL_TURNSERVER', [OWN_FIREFOX, PAGE]],
] as const) {
  test(`${what} that does not start leaves nothing behind`, { tag: '@long' }, async ({ folder }) => {
    test.slow(); // A run of tests, in which each may take as long as this one.
    const program = join(folder, 'ends-at-once');
    await writeFile(program, `#!/bin/sh\n[ "$1" = --version ] && echo 'Program 999.0' && exit 0\nexit 1\n`);
    await chmod(program, 0o755);
    const temporary = join(folder, 'temporary');
    await mkdir(temporary);
    const files = new Set(tests.map(([file]) => file));
    const titles = tests.map(([, title]) => title).join('|');
    const args = ['test', ...files, '--grep', titles, '--retries=0', '--reporter=json'];
    const child = spawn(process.execPath, [PLAYWRIGHT, ...args, `--output=${join(folder, 'results')}`], {
      cwd: root,
      // The report of the run around this one is not for us to write.
      env: { ...process.env, [variable]: program, TMPDIR: temporary, PLAYWRIGHT_JSON_OUTPUT_NAME: undefined },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = await Promise.all([text(child.stdout), once(child, 'close')]);
    expect(JSON.parse(said)).toMatchObject({ stats: { expected: 0, flaky: 0, unexpected: tests.length } });
    const left = await readdir(temporary);
    expect(left.filter((name) => name.startsWith('precall-'))).toEqual([]);
    expect(await processesNaming(temporary)).toEqual([]);
  });
}

/** Command lines of those that still run with something in that folder. */
async function processesNaming(folder: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eww', '-o', 'args=']);
  return stdout.split('\n').filter((line) => line.includes(folder));
}
