/** Installs programs with what this machine has for it. Only node's own modules. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onPath } from './find-program.mjs';
import { run, SetUpError, say } from './run.mjs';

const PLAYWRIGHT = fileURLToPath(new URL('../node_modules/playwright/cli.js', import.meta.url));

/** `PRECALL_INSTALL=no` leaves the machine, and node_modules, as they are. */
export function mayInstall() {
  return process.env.PRECALL_INSTALL !== 'no';
}

/** Whether Debian's packages bring this program, or a newer one than is there. */
export function canAptInstall(id) {
  // Ubuntu's chromium package is a snap.
  return mayInstall() && canAptGet() && !(id === 'chromium' && isUbuntu());
}

export async function aptInstall(packages) {
  say(`Installing ${packages.join(', ')} ...`);
  // An installation that was broken off keeps every later one from beginning; with none, this does nothing.
  await packageTool('dpkg', '--configure', '-a');
  // The lists may be months old, and so would be what they bring.
  if ((await packageTool('apt-get', 'update')) !== 0)
    say('The package lists could not be renewed: going on with what is there.');
  if ((await packageTool('apt-get', 'install', '-y', '--no-install-recommends', ...packages)) !== 0) {
    throw new SetUpError(`apt-get could not install ${packages.join(', ')}: its own message is above.`);
  }
}

/** Playwright's own Chromium; needs no root, but where it is root it brings the libraries as well. */
export async function playwrightInstall() {
  say('No Chromium here: installing one ...');
  const withDeps = canAptGet() ? ['--with-deps'] : [];
  const args = [PLAYWRIGHT, 'install', '--no-shell', ...withDeps, 'chromium'];
  await run(process.execPath, args, { output: 'stderr' });
}

export function canAptGet() {
  return process.getuid?.() === 0 && onPath('apt-get') !== undefined;
}

function isUbuntu() {
  return existsSync('/etc/os-release') && /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function packageTool(tool, ...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return run(tool, args, { env, output: 'stderr' });
}
