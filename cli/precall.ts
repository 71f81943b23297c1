/** `npm run --silent precall -- --servers servers.json`: the extension's own runs, as JSON lines. */
import { setTimeout as sleep } from 'node:timers/promises';
import { credentialsOrigins } from '../src/core/servers/credentials-origins.ts';
import type { ExtensionBrowser } from './extension-browser.ts';
import { grantOrigins } from './grant-origins.ts';
import { launchChromium } from './launch-chromium.ts';
import { launchFirefox } from './launch-firefox.ts';
import { makeRun, seedSettings } from './make-run.ts';
import { outputLine } from './output-line.ts';
import { pinnedCertificates } from './pinned-certificate.ts';
import { type PrecallOptions, parsePrecallOptions, USAGE } from './precall-options.ts';
import { readServersFile, type Servers } from './servers-file.ts';
import { Interrupted, inThrowAwayBrowser } from './throw-away.ts';
import { UsageError } from './usage-error.ts';
import { createWatchLines } from './watch/watch-lines.ts';

/** Exit status of a command whose words or files are not fit for a run. */
const BAD_INPUT = 2;

async function main(args: readonly string[]): Promise<void> {
  const options = parsePrecallOptions(args);
  if (options === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  const servers = await readServersFile(options.servers);
  const { watchS } = options;
  const watch = watchS === undefined ? undefined : createWatchLines(watchS, printLine);
  await inThrowAwayBrowser(
    (profile) => launch(options, servers, profile),
    async (browser) => {
      await seedSettings(browser, servers, { enabled: false });
      await (watch === undefined ? printRuns(browser, options) : watch.follow(browser));
    },
    watch?.stop,
  );
}

async function launch(options: PrecallOptions, servers: Servers, profile: string): Promise<ExtensionBrowser> {
  const { tlsSpki } = options;
  const common = { extension: fromEnvironment('PRECALL_EXTENSION'), profile, headless: true };
  await grantOrigins(common.extension, credentialsOrigins(servers));
  if (options.browser === 'firefox') {
    const certificates = tlsSpki === undefined ? [] : await pinnedCertificates(servers, tlsSpki);
    return launchFirefox({ ...common, executable: fromEnvironment('PRECALL_FIREFOX'), certificates });
  }
  return launchChromium({
    ...common,
    executable: fromEnvironment('PRECALL_CHROMIUM'),
    ...(tlsSpki === undefined ? {} : { tlsSpki }),
  });
}

/**
 * Nobody reads any more (`| head -1`), or the disk is full: end as when interrupted, with the browser closed and the
 * profile gone.
 */
process.stdout.once('error', (error: NodeJS.ErrnoException) => {
  process.stdout.on('error', () => undefined); // of what is still to be written
  if (error.code !== 'EPIPE') {
    process.stderr.write(`precall: the output cannot be written (${error.code ?? error.message}).\n`);
  }
  process.kill(process.pid, 'SIGTERM');
});

async function printRuns(browser: ExtensionBrowser, options: PrecallOptions): Promise<void> {
  for (let made = 0; made < options.count; made += 1) {
    if (made > 0)
      await Promise.race([sleep(options.intervalS * 1000, undefined, { ref: false }), browser.closed]);
    const run = await makeRun(browser, options.kind);
    printLine(outputLine(run));
  }
}

function printLine(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new UsageError(`${name} is not set: start this with npm run precall.`);
  return value;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Interrupted)) {
    process.stderr.write(`precall: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? BAD_INPUT : 1;
  }
}
