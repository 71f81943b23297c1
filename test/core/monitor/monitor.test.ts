import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { MOST_NETWORKS } from '../../../src/core/base/recent-networks.ts';
import { applyReport, type RunContext } from '../../../src/core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE, type MonitorState } from '../../../src/core/monitor/monitor-state.ts';
import type { RunReport, ServerReport } from '../../../src/core/report/run-report.ts';
import { parseSettings } from '../../../src/core/settings/settings.ts';
import { told } from '../../told-run.ts';
import { GOOD, type Measured, reachable, report, unreachable } from '../builders/reports.ts';

const parsed = parseSettings({
  servers: [{ label: 'a', urls: ['turn:a.example'], username: 'u', credential: 'p' }],
});
if (!parsed.ok) throw new Error('bad fixture');
const { settings } = parsed;
const T0 = 1_700_000_000_000;
const context: RunContext = {
  now: T0,
  day: '2026-01-01',
  localMinute: 600,
  trigger: 'schedule',
  deviceId: '8c1e4b5e-4f0e-4a5e-9d0e-0123456789ab',
  networkSalt: 'salt',
  snoozedUntil: null,
};

function play(reports: readonly RunReport[], start: MonitorState = INITIAL_MONITOR_STATE) {
  let state = start;
  return reports.map((each, index) => {
    const step = applyReport(state, each, settings, { ...context, now: T0 + index * 300_000 });
    state = step.state;
    return { ...step, run: told(step.run) };
  });
}

const one = (server: ServerReport, change: Partial<RunReport> = {}) => {
  const [step] = play([report([server], change)]);
  if (step === undefined) throw new Error('no step');
  return step;
};

test('a good run gives the event with every field of the contract', () => {
  expect(one(reachable('a', GOOD)).run.event).toEqual({
    timestamp: T0,
    deviceId: context.deviceId,
    notificationID: expect.stringMatching(/^[0-9a-f]{32}$/),
    connectivityCode: 3,
    connectivity: 'success',
    statusCode: 5,
    status: 'excellent',
    summaryCode: 95,
    summary: 'excellent network',
    notificationCode: 950,
    notification: 'You are in a good network condition',
    networkType: 'wifi',
    localIp: '198.51.100.7',
    isp: null,
    city: null,
    country: null,
    clearNotification: false,
  });
});

test('connectivity: none, no microphone, success, and success when the browser would not say', () => {
  const code = (server: ServerReport, change: Partial<RunReport> = {}) =>
    one(server, change).run.event.connectivityCode;
  expect(code(unreachable('a'))).toBe(1);
  expect(code(unreachable('a'), { hasMicrophone: false })).toBe(1);
  expect(code(reachable('a', GOOD), { hasMicrophone: false })).toBe(2);
  expect(code(reachable('a', GOOD))).toBe(3);
  const { hasMicrophone: _unsaid, ...unsaid } = report([reachable('a', GOOD)]);
  expect(play([unsaid])[0]?.run.event.connectivityCode).toBe(3);
});

test('the event describes the best of several servers', () => {
  const step = play([
    report([reachable('bad', { ...GOOD, loss: 0.2 }), reachable('good', GOOD), unreachable('dead')]),
  ])[0];
  expect(step?.run.best).toBe('good');
  expect(step?.run.event.summaryCode).toBe(95);
  expect(step?.run.connectionRecommendation.providerRanking).toEqual([
    { provider: 'good', acceptable: true },
    { provider: 'bad', acceptable: false },
    { provider: 'dead', acceptable: false },
  ]);
  expect(
    step?.run.preCallTestResults.map(({ provider, mediaConnectivity, rtt }) => [
      provider,
      mediaConnectivity,
      rtt,
    ]),
  ).toEqual([
    ['bad', true, 40],
    ['good', true, 40],
    ['dead', false, null],
  ]);
});

test('a light run takes the bandwidth of the newest full run of its network, and says how old it is', () => {
  const { throughput: _none, ...light } = GOOD;
  const steps = play([
    report([reachable('a', { ...GOOD, throughput: 700 })]),
    report([reachable('a', light)], { kind: 'light' }),
  ]);
  expect(steps[1]?.run.event.summaryCode).toBe(75);
  expect(steps[1]?.run.throughput).toEqual({
    at: T0,
    throughputKbps: 700,
    atLeast: false,
    url: 'turn:a.example',
  });
  expect(steps[1]?.run.preCallTestResults[0]?.throughput).toBeNull();
});

test('a bound that the run itself set teaches the learner nothing, the cap does', () => {
  const runOf = (kbps: number, atLeast: boolean) => {
    const server = reachable('a', GOOD);
    const probes = server.probes.map((probe) => ({
      ...probe,
      metrics: { ...probe.metrics, throughput: { capacityKbps: kbps, throughputKbps: kbps, atLeast } },
    })) as ServerReport['probes'];
    return report([{ ...server, probes }], { throughputCapKbps: 10_000 });
  };
  const usual = Array.from({ length: 30 }, () => runOf(10_000, true));
  const last = (kbps: number, atLeast: boolean) =>
    play([...usual, ...Array(6).fill(runOf(kbps, atLeast))]).at(-1)?.run;
  expect(last(10_000, true)?.normal).toHaveProperty('throughputKbps');
  expect(last(3_000, false)?.unstable).toBe(true);
  expect(last(3_000, true)?.unstable).toBe(false);
});

test('the first light run on a new network is followed by a full one', () => {
  const { throughput: _none, ...light } = GOOD;
  const elsewhere = { networkType: 'ethernet', serverReflexiveAddress: '203.0.113.9' };
  const steps = play([
    report([reachable('a', GOOD)]),
    report([reachable('a', light)], { kind: 'light' }),
    report([reachable('a', light)], { kind: 'light', network: elsewhere }),
  ]);
  expect(steps.map(({ followUp }) => followUp)).toEqual([null, null, { afterMs: 0, wish: { fullOf: 'a' } }]);
  expect(steps[2]?.run.network).not.toBe(steps[1]?.run.network);
});

test('while a tab plays sound, a full run does not follow', () => {
  const light = report([reachable('a', GOOD)], { kind: 'light' });
  const step = (soundPlaying: boolean) =>
    applyReport(INITIAL_MONITOR_STATE, light, settings, { ...context, conditions: { soundPlaying } });
  expect(step(false).followUp).toEqual({ afterMs: 0, wish: { fullOf: 'a' } });
  expect(step(true).followUp).toBeNull();
});

test('a run that reached nothing belongs to the network of the run before, and is notified once', () => {
  const steps = play([
    report([reachable('a', GOOD)]),
    ...[1, 2, 3].map(() => report([unreachable('a')], { network: {} })),
  ]);
  expect(new Set(steps.map(({ run }) => run.network)).size).toBe(1);
  expect(steps.map(({ run }) => run.notified)).toEqual([false, false, true, false]);
  const ids = steps.slice(1).map(({ run }) => run.event.notificationID);
  expect(new Set(ids).size).toBe(1);
});

test('a public address that did not come back does not make a new network of the same place', () => {
  const home = { networkType: 'wifi', hostAddress: '192.168.1.20', serverReflexiveAddress: '198.51.100.7' };
  const { serverReflexiveAddress: _lost, ...lost } = home;
  const networks = play(
    [home, lost, lost, { ...lost, hostAddress: '10.0.0.9' }].map((network) =>
      report([reachable('a', GOOD)], { network }),
    ),
  ).map(({ run }) => run.network);
  expect(networks[1]).toBe(networks[0]);
  expect(networks[2]).toBe(networks[0]);
  expect(networks[3]).not.toBe(networks[0]);
});

test('recovery clears the notification and says so in the event', () => {
  const steps = play([
    report([unreachable('a')]),
    report([unreachable('a')]),
    report([reachable('a', GOOD)]),
    report([reachable('a', GOOD)]),
  ]);
  expect(steps.map(({ run }) => run.event.clearNotification)).toEqual([false, false, true, false]);
  expect(steps[2]?.action).toEqual({
    kind: 'clear',
    why: 'good',
    notificationID: steps[1]?.run.event.notificationID,
  });
});

test('the same report judged twice gives the same run: a worker that died between changes nothing', () => {
  const bad = report([unreachable('a')]);
  expect(play([bad])[0]?.run).toEqual(play([bad])[0]?.run);
});

test('the state is JSON, and stays bounded over many networks', () => {
  const reports = Array.from({ length: 3 * MOST_NETWORKS }, (_, index) =>
    report([reachable('a', GOOD)], {
      network: { networkType: 'wifi', serverReflexiveAddress: `203.0.${index}.1` },
    }),
  );
  const last = play(reports).at(-1)?.state;
  expect(Object.keys(last?.networks ?? {})).toHaveLength(MOST_NETWORKS);
  expect(JSON.parse(JSON.stringify(last))).toEqual(last);
});

test('worse input never gives a better code', () => {
  const measured = fc.record({
    rtt: fc.double({ min: 1, max: 900, noNaN: true }),
    jitter: fc.double({ min: 0, max: 100, noNaN: true }),
    loss: fc.double({ min: 0, max: 0.5, noNaN: true }),
    throughput: fc.double({ min: 10, max: 20_000, noNaN: true }),
  });
  const worsen = fc.record({
    rtt: fc.double({ min: 1, max: 5, noNaN: true }),
    jitter: fc.double({ min: 1, max: 5, noNaN: true }),
    loss: fc.double({ min: 1, max: 5, noNaN: true }),
    throughput: fc.double({ min: 0.1, max: 1, noNaN: true }),
  });
  const code = (values: Measured) => one(reachable('a', values)).run.event.summaryCode;
  fc.assert(
    fc.property(measured, worsen, (values, by) => {
      const worse = {
        rtt: values.rtt * by.rtt,
        jitter: values.jitter * by.jitter,
        loss: Math.min(1, values.loss * by.loss),
        throughput: values.throughput * by.throughput,
      };
      // Within red the code names the cause, not a degree, so 20, 30 and 40 are not ordered.
      const rank = (summaryCode: number) => (summaryCode > 10 && summaryCode < 50 ? 20 : summaryCode);
      // Stability decides the row and bandwidth the place in it: compare what a person is told first, the status.
      const before = one(reachable('a', values)).run.event.statusCode;
      const after = one(reachable('a', worse)).run.event.statusCode;
      expect(after).toBeLessThanOrEqual(before);
      expect(rank(code(worse))).toBeLessThanOrEqual(rank(code(values)));
    }),
  );
});
