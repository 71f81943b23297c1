/** Runs a TypeScript program of cli/: `node scripts/run-cli.mjs precall --servers servers.json` */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyBuilt } from '../build.mjs';
import { main, PlainError, run } from './run.mjs';
import { ensureChromium, ensureFirefox, ensureModules, root } from './set-up.mjs';

/** The programs, and whether each drives the extension in a browser. */
const PROGRAMS = { precall: true, replay: false, start: true };

/** Bundles cli/<name>.ts and runs it in a process of its own; gives its exit code. */
export async function runProgram(name, args) {
  if (!Object.hasOwn(PROGRAMS, name)) {
    throw new PlainError(`Unknown program "${name}": one of ${Object.keys(PROGRAMS).join(', ')}.`);
  }
  await ensureModules();
  // Inside node_modules, so that the bundle finds the packages it leaves out and git does not see it.
  const folder = await mkdtemp(join(root, 'node_modules', '.precall-'));
  try {
    const bundle = join(folder, `${name}.mjs`);
    const [environment] = await Promise.all([
      PROGRAMS[name] ? browserEnvironment(args, join(folder, 'extension')) : {},
      bundleProgram(name, bundle),
    ]);
    const env = { ...process.env, ...environment };
    return await run(process.execPath, ['--enable-source-maps', bundle, ...args], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bundleProgram(name, outfile) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: [`cli/${name}.ts`],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** What a program needs to launch the extension: the browser's path and a copy of the build of its own. */
async function browserEnvironment(args, extension) {
  const firefox = args.some(
    (arg, index) => arg === '--browser=firefox' || (arg === 'firefox' && args[index - 1] === '--browser'),
  );
  return firefox
    ? { PRECALL_FIREFOX: await ensureFirefox(), PRECALL_EXTENSION: await copyBuilt('firefox', extension) }
    : { PRECALL_CHROMIUM: await ensureChromium(), PRECALL_EXTENSION: await copyBuilt('chrome', extension) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = '', ...args] = process.argv.slice(2);
  await main(() => runProgram(name, args));
}
