/**
 * Brings a machine that has only Node, npm and git to where the other scripts work.
 * Only node's own modules: this runs before anything is installed.
 */
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram, howToGet, PROGRAMS } from './find-program.mjs';
import { aptInstall, canAptInstall, mayInstall, playwrightInstall } from './install-program.mjs';
import { isOlder, MINIMUM_VERSIONS } from './minimum-versions.mjs';
import { PlainError, run, SetUpError, say } from './run.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Paths of these programs (of `PROGRAMS`), in their order. All that can be known without installing anything is looked at
 * before anything is: each that is there is asked for its version.
 */
export async function ensurePrograms(...ids) {
  ensureNode();
  refuse((await look(ids)).filter(isBeyondUs));
  await ensureModules();
  // Playwright's Chromium is known only now.
  const found = await look(ids);
  const wanting = found.filter(({ path }) => path === undefined);
  if (wanting.length === 0 || !mayInstall()) return pathsOf(found);
  const [withApt, others] = [true, false].map((apt) =>
    wanting.map(({ id }) => id).filter((id) => canAptInstall(id) === apt),
  );
  if (withApt.length > 0) await aptInstall(withApt.map((id) => PROGRAMS[id].debianPackage));
  if (others.includes('chromium')) await playwrightInstall();
  return pathsOf(await look(ids));
}

function look(ids) {
  return Promise.all(ids.map(async (id) => ({ id, ...(await findProgram(id)) })));
}

/** Nothing we may install brings it; for an old Chromium Playwright's is no way out, as the person chose that one. */
function isBeyondUs({ id, path, fault, isNamed }) {
  if (path !== undefined) return false;
  if (fault === undefined && id === 'chromium') return false;
  return isNamed === true || !canAptInstall(id);
}

function pathsOf(found) {
  refuse(found);
  return found.map(({ path }) => path);
}

/** Ends with a line for each program that is not there, or too old. */
function refuse(found) {
  const lines = found.flatMap(({ id, path, fault }) => {
    if (path !== undefined) return [];
    const { name } = PROGRAMS[id];
    return fault ?? `${name} ${MINIMUM_VERSIONS[id]} or later is needed and not here. ${howToGet(id)}`;
  });
  if (lines.length > 0) throw new SetUpError(lines.join('\n'));
}

function ensureNode() {
  const { node } = process.versions;
  if (!isOlder(node, MINIMUM_VERSIONS.node)) return;
  throw new SetUpError(
    `Node at ${process.execPath} is version ${node}: ${MINIMUM_VERSIONS.node} or later is needed. Get it from https://nodejs.org.`,
  );
}

/** Installs the packages of package-lock.json unless just those are there. */
export async function ensureModules() {
  ensureNode();
  const stale = staleModule();
  if (stale === undefined) return;
  if (!mayInstall())
    throw new SetUpError(`node_modules lacks ${stale}: run "npm ci", which PRECALL_INSTALL=no forbids.`);
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
  const [path] = await ensurePrograms('chromium');
  return path;
}

/** Path of coturn's turnserver, the TURN server of the tests. */
export async function ensureCoturn() {
  const [path] = await ensurePrograms('turnserver');
  return path;
}

/** Path of Firefox, for its tests. */
export async function ensureFirefox() {
  const [path] = await ensurePrograms('firefox');
  return path;
}
