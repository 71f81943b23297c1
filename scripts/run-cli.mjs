/** Runs a TypeScript program of cli/: `node scripts/run-cli.mjs precall --servers servers.json` */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { copyBuilt } from '../build.mjs';
import { NODE_BUNDLE } from './node-bundle.mjs';
import { main, onEnding, PlainError, run } from './run.mjs';
import { ensureModules, ensurePrograms, root } from './set-up.mjs';

/** ms */
const SIGNAL_LATE_MS = 100;

/** The programs, and whether each drives the extension in a browser. */
const PROGRAMS = { precall: true, replay: false, servers: false, start: true, turn: false };

/** Bundles cli/<name>.ts and runs it in a process of its own; gives its exit code. */
export async function runProgram(name, args) {
  if (!Object.hasOwn(PROGRAMS, name)) {
    throw new PlainError(`Unknown program "${name}": one of ${Object.keys(PROGRAMS).join(', ')}.`);
  }
  const browser = PROGRAMS[name] ? browserOf(args) : undefined;
  const [executable] = browser === undefined ? [await ensureModules()] : await ensurePrograms(browser);
  return inOwnFolder(async (folder, runHere) => {
    const bundle = join(folder, `${name}.mjs`);
    const [environment] = await Promise.all([
      browser === undefined ? {} : browserEnvironment(browser, executable, join(folder, 'extension')),
      bundleProgram(name, bundle),
    ]);
    const env = { ...process.env, ...environment };
    return runHere(['--enable-source-maps', bundle, ...args], { env });
  });
}

/**
 * Works in a folder that is gone afterwards, however the work ends: told to end while a program runs, the program ends
 * first; before that, nothing is waited for.
 */
async function inOwnFolder(work) {
  let folder;
  let isRunning = false;
  // At once and for good: nothing that still was under way can write there again.
  const remove = () => {
    if (folder === undefined) return;
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  const stop = onEnding((signal) => {
    if (isRunning) return;
    // After the other listeners: what the set-up started is to be told, too.
    setImmediate(() => {
      remove();
      process.exit(128 + constants.signals[signal]);
    });
  });
  try {
    // Inside node_modules, so that the bundle finds the packages it leaves out and git does not see it.
    folder = mkdtempSync(join(root, 'node_modules', `.precall-${process.pid}-`));
    return await work(folder, async (args, options) => {
      isRunning = true;
      try {
        return await run(process.execPath, args, options);
      } finally {
        isRunning = false;
      }
    });
  } catch (error) {
    // A signal to the whole group ends esbuild's process, too, and its failure may be here before our own signal.
    await sleep(SIGNAL_LATE_MS);
    throw error;
  } finally {
    remove();
    stop();
  }
}

async function bundleProgram(name, outfile) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    ...NODE_BUNDLE,
    entryPoints: [`cli/${name}.ts`],
    outfile,
    // Its own process would write the file, and make the folder again, after we have ended.
    write: false,
    sourcemap: 'inline',
  });
  for (const { path, contents } of outputFiles) await writeFile(path, contents);
}

function browserOf(args) {
  const isFirefox = args.some(
    (arg, index) => arg === '--browser=firefox' || (arg === 'firefox' && args[index - 1] === '--browser'),
  );
  return isFirefox ? 'firefox' : 'chromium';
}

/** What a program needs to launch the extension: the browser's path and a copy of the build of its own. */
async function browserEnvironment(browser, executable, extension) {
  return browser === 'firefox'
    ? { PRECALL_FIREFOX: executable, PRECALL_EXTENSION: await copyBuilt('firefox', extension) }
    : { PRECALL_CHROMIUM: executable, PRECALL_EXTENSION: await copyBuilt('chrome', extension) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name = '', ...args] = process.argv.slice(2);
  await main(() => runProgram(name, args));
}
