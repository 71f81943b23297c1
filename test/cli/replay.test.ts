import { spawn } from 'node:child_process';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { expect, test } from 'playwright/test';
import { parseReplayLine } from '../../cli/replay-input.ts';
import { exportLine } from '../../src/core/history/history-record.ts';
import { applyReport } from '../../src/core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE } from '../../src/core/monitor/monitor-state.ts';
import type { ProbeReport } from '../../src/core/report/run-report.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/settings.ts';
import { reachable, report } from '../core/builders/reports.ts';
import { MINUTE, outage, replay, START, short, start } from './replayed.ts';

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

test('a single run without a connection is not told; two in a row are, once, and cleared when it is back', async () => {
  const { runs } = await replay([short(0), outage(1), short(2), outage(3), outage(4), outage(5), short(6)]);
  expect(
    runs.map(({ summaryCode, notified, clearNotification }) => [summaryCode, notified, clearNotification]),
  ).toEqual([
    [95, false, false],
    [10, false, false],
    [95, false, false],
    [10, false, false],
    [10, true, false],
    [10, false, false],
    [95, false, true],
  ]);
});

test('each run says in one word why it told something or why not, by the clock of the time zone that is named', async () => {
  const runs = [short(0), outage(1), outage(2), outage(3)];
  const told = async (args: readonly string[]) => (await replay(runs, args)).runs.map((run) => run.told);
  expect(await told([])).toEqual(['good', 'unsure', 'degraded', 'told']);
  expect(await told(['--timezone', 'Asia/Kolkata'])).toEqual(['good', 'unsure', 'degraded', 'told']);
  const { code, error } = await replay(runs, ['--timezone', 'Mars/Olympus']);
  expect(code).toBe(2);
  expect(error).toBe('replay: --timezone Mars/Olympus: no such time zone.\n');
});

test('a bad line is reported with its number, and the rest goes on', async () => {
  const { runs, error, code } = await replay([
    short(0),
    'nonsense',
    '',
    '{"network":"home"}',
    short(1, { loss: 2 }),
    '{"format":"precall-history","version":3,"run":{}}',
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

for (const [args, words] of [
  [['--states', 'x'], 'Unknown option "--states".'],
  [['--state='], '--state needs a value.'],
  [['runs.jsonl'], 'Unexpected argument "runs.jsonl".'],
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
    metrics: { method: 'ice-checks', roundTripTime: { roundTripTimeMs: 60, minMs: 59, p95Ms: 63 } },
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
      networkSalt: 'salt',
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

test('each run has the forecast of a call, with each way where it is known', async () => {
  const lopsided = JSON.stringify({
    ...JSON.parse(short(0)),
    bandwidth: undefined,
    bandwidthUp: 400,
    bandwidthDown: 9000,
  });
  const { runs } = await replay([lopsided, outage(1)]);
  const [{ forecast, summaryCode }, { forecast: none }] = runs;
  expect(summaryCode).toBe(70);
  expect(forecast).toMatchObject({ level: 2, cause: 'bandwidth-up', sent: { heightPx: 360 } });
  expect(forecast.sent.kbps).toBeLessThan(300);
  expect(forecast.received).toMatchObject({ heightPx: 540, framesPerSecond: 30 });
  expect(forecast.voiceMos).toBeGreaterThan(4);
  expect(forecast.score).toBeGreaterThan(2);
  expect(none).toEqual({ level: 0, levels: [0, 0], cause: 'no-connection' });
});

test('jitter alone is enough to foretell what it costs a call', async () => {
  const { runs } = await replay([short(0, { rtt: 60, jitter: 16, loss: 0, bandwidth: 4850 })]);
  const [{ forecast, summaryCode }] = runs;
  expect(forecast).toMatchObject({ level: 2, cause: 'delay-variation' });
  expect(forecast.sent.kbps).toBeLessThan(400);
  expect([55, 75]).toContain(summaryCode);
});

test('a way that is narrower than the bandwidth, and one way alone, stand for the loop', () => {
  const throughputOf = (rates: object) => {
    const input = parseReplayLine(JSON.stringify({ ...JSON.parse(short(0)), bandwidth: null, ...rates }));
    return input.ok && input.run.report.servers[0]?.probes[0]?.metrics?.throughput;
  };
  expect(throughputOf({ bandwidth: 9000, bandwidthUp: 400 })).toMatchObject({ throughputKbps: 400 });
  expect(throughputOf({ bandwidthDown: 700 })).toMatchObject({ throughputKbps: 700, downKbps: 700 });
  expect(throughputOf({ bandwidth: 700, bandwidthUp: 900 })).toMatchObject({ throughputKbps: 700 });
});
