/** The first minutes on a machine: its programs are fakes that tell a version, and nothing asks the network. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { askVersion } from '../../scripts/ask-version.mjs';
import { type Program, root } from '../../scripts/set-up.mjs';
import { expect, test } from '../folder-fixture.ts';

const GOOD = {
  chromium: 'Chromium 156.0.8078.108 built on Debian GNU/Linux 12 (bookworm)',
  'firefox-esr': 'Mozilla Firefox 153.8.0esr',
  turnserver: '4.6.1',
};

async function fake(folder: string, name: string, shell: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${shell}\n`);
  await chmod(path, 0o755);
  return path;
}

const tells = (folder: string, name: string, version: string): Promise<string> =>
  fake(folder, name, `echo '${version}'`);

async function machine(folder: string, programs: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, version] of Object.entries(programs)) await tells(folder, name, version);
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly lines: readonly string[];
}

/** Runs node with nothing but the fakes on its PATH. */
async function node(
  folder: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: folder, HOME: folder, PLAYWRIGHT_BROWSERS_PATH: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, lines: error.trimEnd().split('\n') };
}

/** The set-up alone, as the person that `user` is: 0 is root. */
function setUp(folder: string, user: number, programs: readonly Program[], env = {}): Promise<Ended> {
  const script = `
    import { main } from './scripts/run.mjs';
    import { ensurePrograms } from './scripts/set-up.mjs';
    process.getuid = () => ${user};
    await main(async () => console.log((await ensurePrograms(...${JSON.stringify(programs)})).join(' ')));`;
  return node(folder, ['--input-type=module', '-e', script], env);
}

/** As Debian's: write down what they are asked; new programs come once the lists are new. */
async function aptGet(folder: string, brings: string): Promise<void> {
  await fake(folder, 'dpkg', `echo "dpkg $*" >> '${folder}/asked'`);
  const bring = `
echo "$*" >> '${folder}/asked'
case "$1 $lists" in
  update*) echo new > '${folder}/lists' ;;
  install*) if [ -e '${folder}/lists' ]; then
${brings}
  fi ;;
esac`;
  await fake(folder, 'apt-get', bring);
}

const brings = (folder: string, name: string, version: string): string =>
  `echo '#!/bin/sh' > '${folder}/${name}'; echo "echo '${version}'" >> '${folder}/${name}'; /bin/chmod 755 '${folder}/${name}'`;

test('what is there and new enough is taken, whatever a shell around it complains of', async ({ folder }) => {
  await machine(folder, GOOD);
  await fake(
    folder,
    'chromium',
    `echo '9: [: 25276063744: unexpected operator' >&2; echo '${GOOD.chromium}'`,
  );
  const { code, out, lines } = await setUp(folder, 1000, ['chromium', 'turnserver', 'firefox']);
  expect({ code, out, lines }).toEqual({
    code: 0,
    out: `${folder}/chromium ${folder}/turnserver ${folder}/firefox-esr\n`,
    lines: [''],
  });
});

test('each program that is too old is a line of its own, with path, version, need and way out', async ({
  folder,
}) => {
  await machine(folder, {
    chromium: 'Chromium 140.0.7339.207',
    'firefox-esr': 'Mozilla Firefox 140.3.0esr',
    turnserver: "Version Coturn-4.5.2 'dan Eider'",
  });
  const { code, out, lines } = await setUp(folder, 1000, ['chromium', 'turnserver', 'firefox']);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(lines).toEqual([
    `Chromium at ${folder}/chromium is version 140.0.7339.207: 141 or later is needed. Get it with "apt-get update && apt-get install chromium" (Debian) or "npm ci && npx playwright install chromium" (elsewhere), or set PRECALL_CHROMIUM to the path of one.`,
    `turnserver at ${folder}/turnserver is version 4.5.2: 4.6 or later is needed. Get it with "apt-get update && apt-get install coturn" (Debian) or "brew install coturn" (macOS), or set PRECALL_TURNSERVER to the path of one.`,
    `Firefox at ${folder}/firefox-esr is version 140.3.0: 142.0 or later is needed. Get it with "apt-get update && apt-get install firefox-esr" (Debian) or "brew install --cask firefox" (macOS), or set PRECALL_FIREFOX to the path of one.`,
  ]);
});

test('a newer one further on is taken instead of an old one', async ({ folder }) => {
  await machine(folder, { 'firefox-esr': 'Mozilla Firefox 128.14.0esr', firefox: 'Mozilla Firefox 150.0' });
  const { code, out } = await setUp(folder, 1000, ['firefox']);
  expect({ code, out }).toEqual({ code: 0, out: `${folder}/firefox\n` });
});

test('a program that its variable names stands alone: too old, it is told and nothing is installed', async ({
  folder,
}) => {
  await machine(folder, GOOD);
  await aptGet(folder, brings(folder, 'firefox-esr', GOOD['firefox-esr']));
  const named = await tells(join(folder, 'mine'), 'firefox', 'Mozilla Firefox 141.0');
  const { code, lines } = await setUp(folder, 0, ['firefox'], { PRECALL_FIREFOX: named });
  expect(code).toBe(2);
  expect(lines).toEqual([expect.stringContaining(`Firefox at ${named} is version 141.0: 142.0 or later`)]);
  await expect(readFile(join(folder, 'asked'), 'utf8')).rejects.toThrow('ENOENT');
  const missing = await setUp(folder, 0, ['firefox'], { PRECALL_FIREFOX: '/nowhere/firefox' });
  expect(missing).toMatchObject({
    code: 2,
    lines: ['PRECALL_FIREFOX names a file that does not exist: /nowhere/firefox'],
  });
});

test('on Debian as root what was broken off is ended and the lists renewed, then what is old or missing comes at once', async ({
  folder,
}) => {
  await machine(folder, { 'firefox-esr': 'Mozilla Firefox 140.3.0esr' });
  const both = [
    brings(folder, 'firefox-esr', GOOD['firefox-esr']),
    brings(folder, 'turnserver', GOOD.turnserver),
  ];
  await aptGet(folder, both.join('\n'));
  const { code, out } = await setUp(folder, 0, ['turnserver', 'firefox']);
  expect({ code, out }).toEqual({ code: 0, out: `${folder}/turnserver ${folder}/firefox-esr\n` });
  expect(await readFile(join(folder, 'asked'), 'utf8')).toBe(
    'dpkg --configure -a\nupdate\ninstall -y --no-install-recommends coturn firefox-esr\n',
  );
});

test('where Debian itself has no newer one, that is told', async ({ folder }) => {
  await machine(folder, { 'firefox-esr': 'Mozilla Firefox 140.3.0esr' });
  await aptGet(folder, brings(folder, 'firefox-esr', 'Mozilla Firefox 140.4.0esr'));
  const { code, lines } = await setUp(folder, 0, ['firefox']);
  expect(code).toBe(2);
  expect(lines.at(-1)).toContain(`Firefox at ${folder}/firefox-esr is version 140.4.0: 142.0 or later`);
});

test('PRECALL_INSTALL=no installs nothing, for whatever is old or missing', async ({ folder }) => {
  await machine(folder, { chromium: 'Chromium 120.0.6099.224' });
  await aptGet(folder, brings(folder, 'firefox-esr', GOOD['firefox-esr']));
  const { code, lines } = await setUp(folder, 0, ['chromium', 'firefox'], { PRECALL_INSTALL: 'no' });
  expect(code).toBe(2);
  expect(lines).toEqual([
    expect.stringContaining(`Chromium at ${folder}/chromium is version 120.0.6099.224: 141 or later`),
    expect.stringMatching(/^Firefox 142\.0 or later is needed and not here\. Get it with "apt-get update/),
  ]);
  await expect(readFile(join(folder, 'asked'), 'utf8')).rejects.toThrow('ENOENT');
});

for (const [command, program, ...args] of [
  ['npm start', 'chromium', 'scripts/start.mjs'],
  ['npm test', 'firefox-esr', 'scripts/test.mjs'],
  ['npm test, one file', 'turnserver', 'scripts/test.mjs', 'test/locales.test.ts'],
  ['precall', 'chromium', 'scripts/run-cli.mjs', 'precall', '--servers', 'none.json'],
  ['precall in Firefox', 'firefox-esr', 'scripts/run-cli.mjs', 'precall', '--browser', 'firefox'],
  ['bench', 'turnserver', 'scripts/bench.mjs', '--quick'],
  ['screenshots', 'chromium', 'scripts/pages-in-chromium.mjs', 'scripts/screenshots.config.mjs'],
] as const) {
  test(`${command} does nothing before its programs are new enough`, async ({ folder }) => {
    await machine(folder, { ...GOOD, [program]: 'Program 1.2' });
    const { code, out, lines } = await node(folder, args, { PRECALL_INSTALL: 'no' });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(lines).toEqual([expect.stringContaining(` at ${folder}/${program} is version 1.2: `)]);
  });
}

test('a program that hangs when it is asked, or tells nothing, does not hold the set-up up', async ({
  folder,
}) => {
  const pid = join(folder, 'pid');
  const hanging = await fake(folder, 'hanging', `/bin/sleep 1000 & echo $! > '${pid}'; wait`);
  expect(await askVersion(hanging, 1_000)).toEqual({ trouble: 'no answer within 1 s' });
  // What it had started is ended with it.
  const started = Number(await readFile(pid, 'utf8'));
  await expect.poll(() => isRunning(started)).toBe(false);
  expect(await askVersion(await fake(folder, 'silent', 'exit 3'))).toEqual({
    trouble: '"--version" ended with 3',
  });
  const late = await fake(folder, 'late', `echo 'Chromium 156.0.1'; exec /bin/sleep 1000`);
  expect(await askVersion(late)).toEqual({ version: '156.0.1' });
  await writeFile(join(folder, 'no-program'), '');
  expect(await askVersion(join(folder, 'no-program'))).toEqual({
    trouble: expect.stringContaining('EACCES'),
  });
});

/** One that has ended and that nobody has asked about yet is a zombie. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z');
  return !/\) [ZX]/.test(stat);
}
