/** Where a program is that the other scripts use, and its version as it tells it. Only node's own modules. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { askVersion } from './ask-version.mjs';
import { isOlder, MINIMUM_VERSIONS } from './minimum-versions.mjs';
import { SetUpError } from './run.mjs';

const NODE_MODULES = new URL('../node_modules/', import.meta.url);

/** What is known of each program. `commands`: looked for in this order, on the PATH unless absolute. */
export const PROGRAMS = {
  chromium: {
    name: 'Chromium',
    variable: 'PRECALL_CHROMIUM',
    commands: ['chromium', 'chromium-browser', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
    debianPackage: 'chromium',
    elsewhere: '"npm ci && npx playwright install chromium" (elsewhere)',
  },
  firefox: {
    name: 'Firefox',
    variable: 'PRECALL_FIREFOX',
    commands: ['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'],
    debianPackage: 'firefox-esr',
    elsewhere: '"brew install --cask firefox" (macOS)',
  },
  turnserver: {
    name: 'turnserver',
    variable: 'PRECALL_TURNSERVER',
    commands: ['turnserver'],
    debianPackage: 'coturn',
    elsewhere: '"brew install coturn" (macOS)',
  },
};

/**
 * The first one that is new enough, as `{ path }`; else, as `{ fault }`, what is wrong with the first one that is there, in
 * one line; `{}` when there is none. A program that its variable names stands alone: `isNamed`.
 */
export async function findProgram(id) {
  const { variable, commands } = PROGRAMS[id];
  const named = process.env[variable] ?? '';
  if (named !== '') {
    if (!existsSync(named)) throw new SetUpError(`${variable} names a file that does not exist: ${named}`);
    return { ...(await judged(id, named)), isNamed: true };
  }
  const own = id === 'chromium' ? await playwrightsChromium() : undefined;
  const paths = [own, ...commands.map(onPath)].filter((path) => path !== undefined && !isSnap(path));
  let fault;
  for (const path of paths) {
    const found = await judged(id, path);
    if (found.fault === undefined) return found;
    fault ??= found.fault;
  }
  return fault === undefined ? {} : { fault };
}

/** What is to be done about a program that is not there, or not good enough, for the end of a line. */
export function howToGet(id) {
  const { variable, debianPackage, elsewhere } = PROGRAMS[id];
  return (
    `Get it with "apt-get update && apt-get install ${debianPackage}" (Debian) or ${elsewhere}, ` +
    `or set ${variable} to the path of one.`
  );
}

/** Paths of what was new enough: none of these is asked again. */
const good = new Set();

async function judged(id, path) {
  if (good.has(path)) return { path };
  const least = MINIMUM_VERSIONS[id];
  const { version, trouble } = await askVersion(path);
  if (version !== undefined && !isOlder(version, least)) {
    good.add(path);
    return { path };
  }
  const is = version === undefined ? `does not tell its version (${trouble})` : `is version ${version}`;
  return { fault: `${PROGRAMS[id].name} at ${path} ${is}: ${least} or later is needed. ${howToGet(id)}` };
}

/** The one that Playwright has downloaded, as soon as Playwright itself is here. */
async function playwrightsChromium() {
  if (!existsSync(new URL('playwright/package.json', NODE_MODULES))) return undefined;
  const { chromium } = await import('playwright');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

export function onPath(command) {
  if (isAbsolute(command)) return existsSync(command) ? command : undefined;
  // Debian keeps daemons in sbin, which an ordinary user's PATH may lack.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}

/** A snap sees neither our temporary profile nor the built extension. */
function isSnap(path) {
  if (realpathSync(path).includes('/snap')) return true;
  const head = readFileSync(path).subarray(0, 4096);
  return head.subarray(0, 2).toString() === '#!' && head.includes('/snap/');
}
