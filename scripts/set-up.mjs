/**
 * Brings a machine that has only Node, npm and git to where the other scripts work.
 * Only node's own modules: this runs before anything is installed.
 */
import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlainError, run, say } from './run.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Installs the packages of package-lock.json unless just those are there. */
export async function ensureModules() {
  const stale = staleModule();
  if (stale === undefined) return;
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new PlainError(`node_modules is a link and lacks ${stale}: run "npm ci" where it points to.`);
  }
  say('Installing packages (npm ci) ...');
  // npm names its own script here when it runs us; a bare "npm" may be another one.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund'];
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args], { cwd: root, output: 'stderr' })
    : await run('npm', args, { cwd: root, output: 'stderr', shell: process.platform === 'win32' });
  if (code !== 0) throw new PlainError('npm ci failed: its own message is above.');
}

/** The first locked package that is not installed at its locked version. */
function staleModule() {
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'));
  const locked = readLock(join(root, 'package-lock.json'));
  return Object.entries(locked)
    .filter(([path, entry]) => path !== '' && !entry.optional)
    .find(([path, entry]) => installed[path]?.version !== entry.version)?.[0];
}

function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}

/** Path of a Chromium that loads unpacked extensions (Google's own Chrome no longer does). */
export async function ensureChromium() {
  const found = fromEnvironment('PRECALL_CHROMIUM') ?? (await findChromium());
  if (found !== undefined) return found;
  say('No Chromium here: installing one ...');
  if (canAptGet() && !isUbuntu()) await aptGet(['chromium']);
  else await playwrightInstall();
  const installed = await findChromium();
  if (installed === undefined) {
    throw new PlainError('Chromium could not be installed. Install it and set PRECALL_CHROMIUM to its path.');
  }
  return installed;
}

async function findChromium() {
  const { chromium } = await import('playwright');
  const candidates = [
    chromium.executablePath(),
    onPath('chromium'),
    onPath('chromium-browser'),
    onPath('/Applications/Chromium.app/Contents/MacOS/Chromium'),
  ];
  return candidates.find((path) => path !== undefined && existsSync(path) && !isSnap(path));
}

/** A snap sees neither our temporary profile nor the built extension. */
function isSnap(path) {
  if (realpathSync(path).includes('/snap')) return true;
  const head = readFileSync(path).subarray(0, 4096);
  return head.subarray(0, 2).toString() === '#!' && head.includes('/snap/');
}

async function playwrightInstall() {
  const cli = join(root, 'node_modules', 'playwright', 'cli.js');
  const withDeps = canAptGet() ? ['--with-deps'] : [];
  await run(process.execPath, [cli, 'install', '--no-shell', ...withDeps, 'chromium'], { output: 'stderr' });
}

/** Path of coturn's turnserver, the TURN server of the tests. */
export async function ensureCoturn() {
  return ensureProgram('turnserver', 'PRECALL_TURNSERVER', ['turnserver'], 'coturn');
}

/** Path of Firefox, for its tests. */
export async function ensureFirefox() {
  const mac = '/Applications/Firefox.app/Contents/MacOS/firefox';
  return ensureProgram('Firefox', 'PRECALL_FIREFOX', ['firefox-esr', 'firefox', mac], 'firefox-esr');
}

async function ensureProgram(name, variable, commands, debianPackage) {
  const find = () => commands.map(onPath).find((path) => path !== undefined && !isSnap(path));
  const found = fromEnvironment(variable) ?? find();
  if (found !== undefined) return found;
  if (canAptGet()) {
    say(`No ${name} here: installing ${debianPackage} ...`);
    await aptGet([debianPackage]);
  }
  const installed = find();
  if (installed !== undefined) return installed;
  throw new PlainError(
    `${name} is needed and not here. Install it (Debian: "apt-get install ${debianPackage}", macOS: "brew install ` +
      `${debianPackage === 'coturn' ? 'coturn' : '--cask firefox'}"), or set ${variable} to its path.`,
  );
}

function fromEnvironment(variable) {
  const path = process.env[variable];
  if (path === undefined || path === '') return undefined;
  if (!existsSync(path)) throw new PlainError(`${variable} names a file that does not exist: ${path}`);
  return path;
}

function onPath(command) {
  if (isAbsolute(command)) return existsSync(command) ? command : undefined;
  // Debian keeps daemons in sbin, which an ordinary user's PATH may lack.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}

function isRoot() {
  return process.getuid?.() === 0;
}

function canAptGet() {
  return isRoot() && onPath('apt-get') !== undefined;
}

/** Ubuntu's chromium package is a snap. */
function isUbuntu() {
  return existsSync('/etc/os-release') && /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

async function aptGet(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  if ((await run('apt-get', install, { env, output: 'stderr' })) === 0) return;
  // The package lists may be missing or old.
  await run('apt-get', ['update'], { env, output: 'stderr' });
  if ((await run('apt-get', install, { env, output: 'stderr' })) !== 0) {
    throw new PlainError(`apt-get could not install ${packages.join(', ')}: its own message is above.`);
  }
}
