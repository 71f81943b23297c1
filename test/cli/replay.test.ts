import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'playwright/test';
import { parseReplayLine } from '../../cli/replay-input.ts';
import { exportLine } from '../../src/core/history-record.ts';
import { applyReport } from '../../src/core/monitor.ts';
import { INITIAL_MONITOR_STATE } from '../../src/core/monitor-state.ts';
import type { ProbeReport } from '../../src/core/run-report.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings.ts';
import { reachable, report } from '../core/builders/reports.ts';

const START = 1_700_000_000_000;
const MINUTE = 60_000;

interface Short {
  readonly t?: number;
  readonly rtt?: number | null;
  readonly loss?: number | null;
}

function short(index: number, change: Short = {}): string {
  const run = {
    t: START + index * 5 * MINUTE,
    network: 'home',
    type: 'wifi',
    rtt: 40 + (index % 5),
    jitter: 2,
    loss: 0,
    bandwidth: 9000,
  };
  return JSON.stringify({ ...run, ...change });
}

const outage = (index: number) =>
  JSON.stringify({ t: START + index * 5 * MINUTE, network: 'home', rtt: null });

function start(args: readonly string[] = []): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, ['scripts/run-cli.mjs', 'replay', ...args]);
}

async function replay(lines: readonly string[], args: readonly string[] = []) {
  const child = start(args);
  const text = { out: '', error: '' };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.error += chunk;
  });
  child.stdin.end(lines.join('\n'));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const runs = text.out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  return { code, error: text.error, runs };
}

test.describe.configure({ mode: 'parallel' });

test('judges each run as the extension does and says why', async () => {
  const lines = [
    ...Array.from({ length: 40 }, (_, index) => short(index)),
    ...Array.from({ length: 6 }, (_, index) => short(40 + index, { rtt: 180 })),
    ...Array.from({ length: 10 }, (_, index) => short(46 + index)),
  ];
  const { runs, code } = await replay(lines);
  expect(code).toBe(0);
  expect(runs).toHaveLength(lines.length);
  expect(runs[0]).toMatchObject({
    timestamp: START,
    connectivityCode: 3,
    statusCode: 5,
    summaryCode: 95,
    notificationCode: 950,
    unstable: false,
    because: [],
    notified: false,
    clearNotification: false,
  });
  const bad = runs.slice(40, 46);
  expect(bad.at(-1)).toMatchObject({
    summaryCode: 65,
    unstable: true,
    because: [{ metric: 'roundTripTimeMs', now: 180 }],
  });
  expect(bad.at(-1).score).toBeGreaterThanOrEqual(1);
  expect(runs.filter(({ notified }) => notified)).toHaveLength(1);
  expect(runs.filter(({ clearNotification }) => clearNotification)).toHaveLength(1);
  expect(runs.at(-1)).toMatchObject({ unstable: false, summaryCode: 95 });
});

test('no connection is notified at once, once, and cleared when it is back', async () => {
  const { runs } = await replay([short(0), outage(1), outage(2), short(3)]);
  expect(
    runs.map(({ summaryCode, notified, clearNotification }) => [summaryCode, notified, clearNotification]),
  ).toEqual([
    [95, false, false],
    [10, true, false],
    [10, false, false],
    [95, false, true],
  ]);
});

test('a bad line is reported with its number, and the rest goes on', async () => {
  const { runs, error, code } = await replay([
    short(0),
    'nonsense',
    '',
    '{"network":"home"}',
    short(1, { loss: 2 }),
    '{"format":"precall-history","version":2,"run":{}}',
    '[1]',
    short(2),
  ]);
  expect(code).toBe(0);
  expect(runs).toHaveLength(2);
  expect(error.trim().split('\n')).toEqual([
    'replay: line 2: not JSON',
    expect.stringMatching(/^replay: line 4: t: /),
    'replay: line 5: loss: expected a ratio from 0 to 1',
    'replay: line 6: version: written by a newer version of the extension',
    expect.stringMatching(/^replay: line 7: /),
  ]);
});

test('each line is answered before the next one comes', async () => {
  const child = start();
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  for (let index = 0; index < 3; index++) {
    child.stdin.write(`${short(index)}\n`);
    const { value } = await answers.next();
    expect(JSON.parse(value ?? 'null')).toMatchObject({ timestamp: START + index * 5 * MINUTE });
  }
  child.stdin.end();
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
});

test('with --state it goes on where it left off', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'precall-replay-'));
  try {
    const file = join(folder, 'state.json');
    const lines = [
      ...Array.from({ length: 30 }, (_, index) => short(index)),
      outage(30),
      outage(31),
      ...Array.from({ length: 6 }, (_, index) => short(32 + index, { rtt: 200 })),
    ];
    const whole = await replay(lines);
    for (const cut of [31, 34]) {
      await rm(file, { force: true });
      const first = await replay(lines.slice(0, cut), ['--state', file]);
      const second = await replay(lines.slice(cut), ['--state', file]);
      expect([...first.runs, ...second.runs]).toEqual(whole.runs);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a state that it does not understand is left alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'precall-replay-'));
  try {
    const file = join(folder, 'state.json');
    const damaged = { ...INITIAL_MONITOR_STATE, dataUse: {} };
    const broken = JSON.stringify({ format: 'precall-replay-state', version: 1, state: damaged });
    for (const text of ['{', '{"format":"something"}', broken]) {
      await writeFile(file, text);
      const { code, error, runs } = await replay([short(0)], ['--state', file]);
      expect(code).toBe(2);
      expect(error).toMatch(/^replay: --state .*state\.json: not /);
      expect(runs).toEqual([]);
      expect(await readFile(file, 'utf8')).toBe(text);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('what is no finite number is refused at its field, and leaves a state that can be read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'precall-replay-'));
  try {
    const args = ['--state', join(folder, 'state.json')];
    const huge = ['rtt', 'jitter', 'bandwidth'].map((field) =>
      short(0).replace(RegExp(`("${field}":)\\d+`), '$11e999'),
    );
    const { runs, error } = await replay([...huge, short(0)], args);
    expect(runs).toHaveLength(1);
    expect(
      error.match(/^replay: line \d: (rtt|jitter|bandwidth): expected .+, at most 1000000000000$/gm),
    ).toHaveLength(3);
    expect(await replay([short(1)], args)).toMatchObject({ code: 0, error: '' });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a state that is no file is refused, and a link to one stays a link', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'precall-replay-'));
  try {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await replay([short(0)], ['--state', pipe])).toMatchObject({
      code: 2,
      error: `replay: --state ${pipe}: cannot be read (it is no file).\n`,
    });
    const link = join(folder, 'link');
    await writeFile(join(folder, 'state.json'), '');
    await symlink('state.json', link);
    expect((await replay([short(0)], ['--state', link])).code).toBe(0);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(folder, 'state.json'), 'utf8')).toContain('precall-replay-state');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('an output that cannot be written is told in one line', async () => {
  const full = await open('/dev/full', 'w');
  try {
    const child = spawn(process.execPath, ['scripts/run-cli.mjs', 'replay'], {
      stdio: ['pipe', full.fd, 'pipe'],
    });
    const errors: string[] = [];
    child.stderr?.on('data', (chunk) => errors.push(String(chunk)));
    child.stdin?.end(`${short(0)}\n${short(1)}\n`);
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1);
    expect(errors.join('')).toBe('replay: the output cannot be written (ENOSPC).\n');
  } finally {
    await full.close();
  }
});

test('a signal to the whole group, which comes twice, still saves the state', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'precall-replay-'));
  try {
    const file = join(folder, 'state.json');
    const child = spawn(process.execPath, ['scripts/run-cli.mjs', 'replay', '--state', file], {
      detached: true,
    });
    child.stdin.write(`${short(0)}\n`);
    await once(child.stdout, 'data');
    if (child.pid === undefined) throw new Error('No process');
    process.kill(-child.pid, 'SIGTERM');
    await once(child, 'close');
    expect(Object.keys(JSON.parse(await readFile(file, 'utf8')).state.networks)).toEqual(['home']);
    expect(await readdir(folder)).toEqual(['state.json']);
  } finally {
    await rm(folder, { recursive: true });
  }
});

for (const [args, words] of [
  [['--states', 'x'], "Unknown option '--states'."],
  [['--state='], '--state needs a value.'],
  [['runs.jsonl'], "Unexpected argument 'runs.jsonl'. This command does not take positional arguments."],
] as const) {
  test(`${args.join(' ')} is refused`, async () => {
    const { code, error, runs } = await replay([short(0)], args);
    expect(code).toBe(2);
    expect(error).toBe(`replay: ${words} See --help.\n`);
    expect(runs).toEqual([]);
  });
}

test('an exported run is judged again on its own network', () => {
  const main = reachable('main', { rtt: 40, jitter: 2, loss: 0, throughput: 9000 });
  // What a second URL that is reached but not chosen tells.
  const other: ProbeReport = {
    url: 'turn:main.example?transport=tcp',
    relayProtocol: 'tcp',
    reachable: true,
    metrics: { method: 'ice-checks', roundTripTime: { medianMs: 60, minMs: 59, p95Ms: 63 } },
  };
  const step = applyReport(
    INITIAL_MONITOR_STATE,
    report([{ ...main, probes: [...main.probes, other] }]),
    DEFAULT_SETTINGS,
    {
      now: START,
      day: '2023-11-14',
      localMinute: 0,
      trigger: 'user',
      deviceId: 'device',
      snoozedUntil: null,
    },
  );
  const input = parseReplayLine(exportLine(step.run));
  expect(input.ok && input.run).toMatchObject({ at: START, network: step.run.network, trigger: 'user' });
  expect(input.ok && input.run.report.servers).toEqual(step.run.report.servers);
});

test('the short form: what is null or absent was not measured; nothing at all is no connection', () => {
  const reachableOf = (text: string) => {
    const input = parseReplayLine(text);
    return input.ok && input.run.report.servers[0]?.probes[0]?.reachable;
  };
  expect(reachableOf('{"t":1,"network":"a","rtt":10}')).toBe(true);
  expect(reachableOf('{"t":1,"network":"a","loss":0.5}')).toBe(true);
  expect(reachableOf('{"t":1,"network":"a","loss":1}')).toBe(false);
  expect(reachableOf('{"t":1,"network":"a"}')).toBe(false);
});
