/**
 * `npm test`: set-up, then types, lint and format, unit, property and end-to-end tests but for those with the tag `@long`.
 * `npm run test:all` (`--all`, first): those as well.
 * With `-- <arguments>` either hands them to Playwright's runner, and skips the checks.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../build.mjs';
import { ensureEjabberd } from './ejabberd.mjs';
import { main, run, say } from './run.mjs';
import { ensurePrograms, root } from './set-up.mjs';

const CHECKS = {
  'Types of src/core': ['typescript/bin/tsc', '-p', 'src/core', '--noEmit'],
  Types: ['typescript/bin/tsc', '--noEmit'],
  'Lint and format': ['@biomejs/biome/bin/biome', 'check', '.'],
};

await main(async () => {
  const [chromium, turnserver, firefox] = await ensurePrograms('chromium', 'turnserver', 'firefox');
  const ejabberd = await ensureEjabberd();
  if (ejabberd.unavailable !== undefined)
    say(`Not tested here: ejabberd's TURN server (${ejabberd.unavailable}).`);
  const env = {
    ...process.env,
    PRECALL_CHROMIUM: chromium,
    PRECALL_TURNSERVER: turnserver,
    PRECALL_FIREFOX: firefox,
  };
  const given = process.argv.slice(2);
  const all = given[0] === '--all';
  const only = all ? given.slice(1) : given;
  const failedChecks = only.length > 0 ? [] : await failingChecks(env);
  const { passed, failed } = await runTests(
    [...withReport(only), ...(all ? [] : ['--grep-invert=@long'])],
    env,
  );
  for (const check of failedChecks) say(`Failed: ${check}`);
  process.stdout.write(`\n${passed} passed, ${failed + failedChecks.length} failed\n`);
  return passed > 0 && failed + failedChecks.length === 0 ? 0 : 1;
});

async function failingChecks(env) {
  const failed = [];
  say('Build ...');
  try {
    for (const target of ['chrome', 'firefox']) await ensureBuilt(target);
  } catch (error) {
    say(error.message);
    failed.push('Build');
  }
  for (const [name, [script, ...args]] of Object.entries(CHECKS)) {
    say(`${name} ...`);
    const path = join(root, 'node_modules', script);
    if ((await run(process.execPath, [path, ...args], { cwd: root, env })) !== 0) failed.push(name);
  }
  return failed;
}

/** Whichever reporters are asked for, the one that we count from is among them. */
function withReport(args) {
  const at = args.findIndex((arg) => arg === '--reporter' || arg.startsWith('--reporter='));
  if (at < 0) return [...args, '--reporter=list,json'];
  const [given, width] =
    args[at] === '--reporter' ? [args[at + 1], 2] : [args[at].slice('--reporter='.length), 1];
  return args.toSpliced(at, width, `--reporter=${[...new Set([...given.split(','), 'json'])].join(',')}`);
}

async function runTests(args, env) {
  const folder = await mkdtemp(join(tmpdir(), 'precall-test-'));
  try {
    const report = join(folder, 'report.json');
    const cli = join(root, 'node_modules', 'playwright', 'cli.js');
    const code = await run(process.execPath, [cli, 'test', ...args], {
      cwd: root,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    });
    const { stats, errors } = JSON.parse(await readFile(report, 'utf8'));
    // The runner lists what passed on its second try as flaky; a test that was skipped was not seen to pass.
    const failed = stats.unexpected + stats.skipped + errors.length;
    return { passed: stats.expected + stats.flaky, failed: code !== 0 && failed === 0 ? 1 : failed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
