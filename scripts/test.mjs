/**
 * `npm test`: set-up, then types, lint and format, unit, property and end-to-end tests.
 * `npm test -- <arguments>` hands its arguments to Playwright's runner, and skips the checks.
 */
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../build.mjs';
import { main, run, say } from './run.mjs';
import { ensurePrograms, root } from './set-up.mjs';

const CHECKS = {
  'Types of src/core': ['typescript/bin/tsc', '-p', 'src/core', '--noEmit'],
  Types: ['typescript/bin/tsc', '--noEmit'],
  'Lint and format': ['@biomejs/biome/bin/biome', 'check', '.'],
};
/** ms; what only gets the time that others leave is not slow of itself. */
const PATIENCE_MS = 180_000;

await main(async () => {
  const [chromium, turnserver, firefox] = await ensurePrograms('chromium', 'turnserver', 'firefox');
  const env = {
    ...process.env,
    PRECALL_CHROMIUM: chromium,
    PRECALL_TURNSERVER: turnserver,
    PRECALL_FIREFOX: firefox,
  };
  const only = process.argv.slice(2);
  const failedChecks = only.length > 0 ? [] : await failingChecks(env);
  const { passed, failed } = only.length > 0 ? await runTests(withReport(only), { env }) : await runAll(env);
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

/** The end-to-end tests wait most of their time: the others run in what that leaves of the machine, and disturb none of them. */
async function runAll(env) {
  const [endToEnd, unit] = await Promise.all([
    runTests(withReport(['--project=e2e']), { env }),
    inBackground(['--project=unit', `--timeout=${PATIENCE_MS}`], env),
  ]);
  process.stdout.write(`\n${unit.said}`);
  return { passed: endToEnd.passed + unit.passed, failed: endToEnd.failed + unit.failed };
}

/** What it says comes at its end: two lists would be mixed up. */
async function inBackground(args, env) {
  return inFolder(async (folder) => {
    const path = join(folder, 'said');
    const file = await open(path, 'w');
    try {
      // The runner begins by emptying the folder of its results, which is the other's.
      const results = `--output=${join(folder, 'results')}`;
      const options = { env, output: file.fd, priority: constants.priority.PRIORITY_LOW };
      const counts = await runTests(withReport([...args, results]), options);
      return { ...counts, said: await readFile(path, 'utf8') };
    } finally {
      await file.close();
    }
  });
}

/** Whichever reporters are asked for, the one that we count from is among them. */
function withReport(args) {
  const at = args.findIndex((arg) => arg === '--reporter' || arg.startsWith('--reporter='));
  if (at < 0) return [...args, '--reporter=list,json'];
  const [given, width] =
    args[at] === '--reporter' ? [args[at + 1], 2] : [args[at].slice('--reporter='.length), 1];
  return args.toSpliced(at, width, `--reporter=${[...new Set([...given.split(','), 'json'])].join(',')}`);
}

async function runTests(args, options) {
  return inFolder(async (folder) => {
    const report = join(folder, 'report.json');
    const cli = join(root, 'node_modules', 'playwright', 'cli.js');
    const env = { ...options.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report };
    const code = await run(process.execPath, [cli, 'test', ...args], { cwd: root, ...options, env });
    const { stats, errors } = JSON.parse(await readFile(report, 'utf8'));
    // The runner lists what passed on its second try as flaky; a test that was skipped was not seen to pass.
    const failed = stats.unexpected + stats.skipped + errors.length;
    return { passed: stats.expected + stats.flaky, failed: code !== 0 && failed === 0 ? 1 : failed };
  });
}

async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), 'precall-test-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
