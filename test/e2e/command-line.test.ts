/** `npm run precall`, as a person or a script starts it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBuilt } from '../../build.mjs';
import type { OutputLine } from '../../cli/output-line.ts';
import { root } from '../../scripts/set-up.mjs';
import type { WatchExport } from '../../src/core/watch/watch-export.ts';
import { expect, test } from './clean-browser.ts';

/** What is said of the browser before anything else. */
const SAID_BEFORE =
  process.getuid?.() === 0 ? 'Chromium runs without its sandbox, because this is root.\n' : '';

interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

/** Of the watch: one a second, and the last is what is saved in the browser as well. */
type WatchLine = Partial<WatchExport> & { readonly watch: string };

let folder: string;
// A first build tells its progress on standard error.
test.beforeAll(() => ensureBuilt('chrome'));
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'precall-cli-'));
});
test.afterEach(() => rm(folder, { recursive: true }));

async function serversFile(servers: unknown): Promise<string> {
  const path = join(folder, 'servers.json');
  await writeFile(path, JSON.stringify(servers));
  return path;
}

/** Its temporary files go to a folder of their own, so that we see what it leaves behind. */
async function precall(...args: readonly string[]): Promise<Ended & { readonly left: readonly string[] }> {
  const temporary = await mkdtemp(join(folder, 'tmp-'));
  const child = spawn('npm', ['run', '--silent', 'precall', '--', ...args], {
    cwd: root,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const errors: string[] = [];
  child.stdout.on('data', (chunk) => output.push(String(chunk)));
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  const lines = output.join('').split('\n').slice(0, -1);
  const left = (await readdir(temporary)).filter((name) => name.startsWith('precall-'));
  return { code, lines, errors: errors.join(''), left };
}

test('prints one JSON line per run and nothing else', async ({ turn }) => {
  const servers = await serversFile([
    turn.server('udp', 'tcp', 'tls'),
    { ...turn.server('udp'), label: 'Wrong', credential: 'not-the-secret' },
  ]);
  const args = [
    '--servers',
    servers,
    '--count',
    '2',
    '--interval',
    '0.1',
    '--light',
    '--tls-spki',
    turn.spki,
  ];
  const { code, lines, errors, left } = await precall(...args);
  expect({ code, errors, left }).toEqual({ code: 0, errors: SAID_BEFORE, left: [] });
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    const run = JSON.parse(line) as OutputLine;
    expect(run).toEqual({
      event: expect.objectContaining({
        timestamp: expect.any(Number),
        deviceId: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
        summaryCode: expect.any(Number),
      }),
      preCallTestResults: [
        expect.objectContaining({ provider: 'Coturn', mediaConnectivity: true, rtt: expect.any(Number) }),
        expect.objectContaining({ provider: 'Wrong', mediaConnectivity: false, rtt: null }),
      ],
      connectionRecommendation: expect.objectContaining({
        providerRanking: [
          { provider: 'Coturn', acceptable: true },
          { provider: 'Wrong', acceptable: false },
        ],
      }),
      notified: false,
      forecast: expect.objectContaining({ voiceMos: expect.any(Number) }),
      run: expect.objectContaining({
        kind: 'light',
        durationMs: expect.any(Number),
        bytesSent: expect.any(Number),
        bytesReceived: expect.any(Number),
      }),
    });
    expect(
      run.preCallTestResults[0]?.urls.map(({ relayProtocol, reachable }) => [relayProtocol, reachable]),
    ).toEqual([
      ['udp', true],
      ['tcp', true],
      ['tls', true],
    ]);
    expect(run.preCallTestResults[1]?.urls[0]).toMatchObject({
      reachable: false,
      reason: 'wrong-credentials',
    });
    expect(line).not.toContain(turn.credential);
    expect(line).not.toContain('not-the-secret');
  }
  const [first, second] = lines.map((line) => JSON.parse(line) as OutputLine);
  expect(second?.event.deviceId).toBe(first?.event.deviceId);
});

test('a thorough test prints what a filled line does, or why it does not know, and each transport', {
  tag: '@long',
}, async ({ turn }) => {
  const servers = await serversFile([turn.server('udp', 'tcp', 'tls')]);
  const args = ['--servers', servers, '--thorough', '--tls-spki', turn.spki];
  const { code, lines, errors } = await precall(...args);
  expect({ code, errors }).toEqual({ code: 0, errors: SAID_BEFORE });
  const { thorough, run } = JSON.parse(lines[0] ?? '') as OutputLine;
  expect(run).toMatchObject({ kind: 'full', outcome: 'complete' });
  // The loopback interface is wider than the test may fill, but for what a busy machine makes of it.
  expect(thorough?.answer ?? thorough?.missing).toEqual(expect.any(String));
  expect(thorough?.transports.map(({ relayProtocol }) => relayProtocol)).toEqual(['udp', 'tcp', 'tls']);
  for (const transport of thorough?.transports ?? []) {
    expect(transport).toMatchObject({
      roundTripTimeMs: expect.any(Number),
      throughputKbps: expect.any(Number),
    });
  }
});

test('two at once do not disturb each other, and a dead server is a result', { tag: '@long' }, async ({
  turn,
}) => {
  await turn.kill();
  const servers = await serversFile([turn.server('tcp')]);
  const twice = ['--servers', servers, '--count', '2', '--interval', '0.1'];
  const both = await Promise.all([precall(...twice), precall(...twice)]);
  for (const { code, lines, errors } of both) {
    expect({ code, errors }).toEqual({ code: 0, errors: SAID_BEFORE });
    const runs = lines.map((line) => JSON.parse(line) as OutputLine);
    for (const { event, run, preCallTestResults } of runs) {
      expect(event).toMatchObject({ connectivityCode: 1, summaryCode: 10 });
      expect(run).toMatchObject({ kind: 'full' });
      expect(preCallTestResults[0]?.urls).toMatchObject([{ reachable: false, reason: 'refused' }]);
    }
    // One failed run may be a moment; two in a row are told.
    expect(runs.map(({ notified }) => notified)).toEqual([false, true]);
  }
});

test('--watch with a time prints a line a second, and what it comes to', { tag: '@long' }, async ({
  turn,
}) => {
  const servers = await serversFile([turn.server('udp')]);
  const { code, lines, errors, left } = await precall('--servers', servers, '--watch', '5');
  expect({ code, errors, left }).toEqual({ code: 0, errors: SAID_BEFORE, left: [] });
  expect(lines.length).toBeGreaterThanOrEqual(5);
  expect(lines.join()).not.toContain(turn.credential);
  expect(JSON.parse(lines[2] ?? '')).toMatchObject({ watch: 'watching', server: 'Coturn', stalls: 0 });
  const last = JSON.parse(lines.at(-1) ?? '') as WatchExport;
  expect(last).toMatchObject({
    watch: 'ended',
    text: 'In 5 s the line did not stall. Nothing was lost.',
    end: 'time',
    summary: { durationMs: 5000, probesLost: 0 },
  });
  expect(last.summary.probesSent).toBeGreaterThan(20);
});

test('--watch prints lines until Ctrl-C, then what it comes to, and no profile is left', async ({ turn }) => {
  const servers = await serversFile([turn.server('udp')]);
  const child = spawn(process.execPath, ['scripts/run-cli.mjs', 'precall', '--servers', servers, '--watch'], {
    cwd: root,
    env: { ...process.env, TMPDIR: folder },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  child.stderr.on('data', (chunk) => errors.push(String(chunk)));
  const lines: WatchLine[] = [];
  const watching = new Promise<void>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      expect(line).not.toContain(turn.credential);
      lines.push(JSON.parse(line));
      if (lines.filter(({ watch }) => watch === 'watching').length === 2) resolve();
    });
  });
  const closed = once(child, 'close');
  await Promise.race([watching, closed]);
  if (child.pid === undefined) throw new Error('No process');
  process.kill(-child.pid, 'SIGINT');
  const [status] = await closed;
  expect({ status, errors: errors.join('') }).toEqual({ status: 130, errors: SAID_BEFORE });
  expect(lines.find(({ watch }) => watch === 'watching')).toMatchObject({ server: 'Coturn' });
  expect(lines.at(-1)).toMatchObject({
    watch: 'ended',
    end: 'stopped',
    summary: { durationMs: expect.any(Number) },
  });
  expect((await readdir(folder)).filter((name) => name.startsWith('precall-'))).toEqual([]);
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  test(`${signal} to the whole group: nothing more is printed, and no profile is left`, {
    tag: '@long',
  }, async ({ turn }) => {
    await turn.kill();
    const servers = await serversFile([turn.server('tcp')]);
    const child = spawn(
      process.execPath,
      ['scripts/run-cli.mjs', 'precall', '--servers', servers, '--count', '2', '--interval', '600'],
      {
        cwd: root,
        env: { ...process.env, TMPDIR: folder },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const output: string[] = [];
    child.stdout.on('data', (chunk) => output.push(String(chunk)));
    const errors: string[] = [];
    child.stderr.on('data', (chunk) => errors.push(String(chunk)));
    await once(child.stdout, 'data');
    if (child.pid === undefined) throw new Error('No process');
    process.kill(-child.pid, signal);
    await once(child, 'close');
    expect({ lines: output.join('').match(/\n/g)?.length, errors: errors.join('') }).toEqual({
      lines: 1,
      errors: SAID_BEFORE,
    });
    expect((await readdir(folder)).filter((name) => name.startsWith('precall-'))).toEqual([]);
  });
}

test('a signal to npm alone, which tells nobody: no profile is left', { tag: '@long' }, async ({ turn }) => {
  await turn.kill();
  const servers = await serversFile([turn.server('tcp')]);
  const args = [
    'run',
    '--silent',
    'precall',
    '--',
    '--servers',
    servers,
    '--count',
    '2',
    '--interval',
    '600',
  ];
  const child = spawn('npm', args, {
    cwd: root,
    env: { ...process.env, TMPDIR: folder },
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('No process');
  try {
    await once(child.stdout, 'data');
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    const left = async (): Promise<readonly string[]> =>
      (await readdir(folder)).filter((name) => name.startsWith('precall-'));
    await expect.poll(left).toEqual([]);
    await closed;
  } finally {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      // Nobody is left of the group, as it should be.
      expect(error).toMatchObject({ code: 'ESRCH' });
    }
  }
});

test('an output that cannot be written is told in one line, and no profile is left', {
  tag: '@long',
}, async ({ turn }) => {
  await turn.kill();
  const servers = await serversFile([turn.server('tcp')]);
  const full = await open('/dev/full', 'w');
  try {
    const child = spawn(process.execPath, ['scripts/run-cli.mjs', 'precall', '--servers', servers], {
      cwd: root,
      env: { ...process.env, TMPDIR: folder },
      stdio: ['ignore', full.fd, 'pipe'],
    });
    const errors: string[] = [];
    child.stderr?.on('data', (chunk) => errors.push(String(chunk)));
    await once(child, 'close');
    expect(errors.join('')).toBe(`${SAID_BEFORE}precall: the output cannot be written (ENOSPC).\n`);
    expect(child.exitCode).not.toBe(0);
    expect((await readdir(folder)).filter((name) => name.startsWith('precall-'))).toEqual([]);
  } finally {
    await full.close();
  }
});

test('bad input: exit status 2, one clear line, no secret', async ({ turn }) => {
  const bad = { ...turn.server('udp'), urls: [turn.urls.udp, 'https://turn.example.org'] };
  const servers = await serversFile([bad]);
  const [{ code, lines, errors }, unknown] = await Promise.all([
    precall('--servers', servers),
    precall('--servers', servers, '--verbose'),
  ]);
  expect({ code, lines }).toEqual({ code: 2, lines: [] });
  expect(errors).toMatch(/^precall: .*servers\.json: servers\[0\]\.urls\[1\]: .+\n$/);
  expect(errors.match(/\n/g)).toHaveLength(1);
  expect(errors).not.toContain(turn.credential);

  expect({ code: unknown.code, lines: unknown.lines }).toEqual({ code: 2, lines: [] });
  expect(unknown.errors).toMatch(/^precall: Unknown option "--verbose"[^\n]*\n$/);
});
