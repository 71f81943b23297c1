import { expect, test } from 'playwright/test';
import type { Measurement } from '../../bench/page/measurement.ts';
import { judgeRuns } from '../../bench/report/judged-run.ts';
import { targetsOf } from '../../bench/report/targets.ts';
import type { Job, RunRecord } from '../../bench/run/run-record.ts';

const run = (scenario: string, measurement: Partial<Measurement>, job: Partial<Job> = {}): RunRecord => ({
  kind: 'run',
  job: {
    scenario,
    browser: 'chromium',
    tool: 'precall',
    transport: 'udp',
    repeat: 0,
    capKbps: 10_000,
    ping: false,
    ...job,
  },
  measurement: { durationMs: 2_000, ...measurement },
  bytesUp: 300_000,
  bytesDown: 300_000,
  queueUpMs: 30,
  queueDownMs: 0,
});
const judged = (...record: Parameters<typeof run>) => judgeRuns([run(...record)])[0];

test('the error of throughput is against the smaller direction', () => {
  expect(judged('5 Mbit/s', { throughputKbps: 4_900 })?.throughputError).toBeCloseTo(-0.02);
  expect(judged('10 down, 1 up', { throughputKbps: 1_100 })?.throughputError).toBeCloseTo(0.1);
});

test('goodput is against what the losses of both directions leave', () => {
  const error = judged('loss 10 %', { throughputKbps: 5_000 * 0.81 })?.throughputError;
  expect(error).toBeCloseTo(0);
});

test('above the cap everything up to the truth is right', () => {
  const error = (throughputKbps: number) => judged('25 Mbit/s', { throughputKbps })?.throughputError;
  expect(error(9_000)).toBeCloseTo(-0.1);
  expect(error(10_000)).toBe(0);
  expect(error(24_000)).toBe(0);
  expect(error(26_250)).toBeCloseTo(0.05);
});

test('a peer has no cap to hide behind', () => {
  const error = judged('25 Mbit/s', { throughputKbps: 10_000 }, { tool: 'jitsi' })?.throughputError;
  expect(error).toBeCloseTo(-0.6);
});

test('loss counts as found when the truth lies in the interval', () => {
  const within = (lossInterval: [number, number]) =>
    judged('loss 2 %', { loss: 0.03, lossInterval })?.lossInInterval;
  expect(within([0.02, 0.05])).toBe(true);
  expect(within([0.04, 0.06])).toBe(false);
  expect(judged('5 Mbit/s', { loss: 0, lossInterval: [3e-18, 0.04] })?.lossInInterval).toBe(true);
});

test('a metric that is missing has no error', () => {
  const empty = judged('5 Mbit/s', {});
  expect(empty).toBeDefined();
  for (const name of ['throughputError', 'rttErrorMs', 'lossError', 'jitterErrorMs'])
    expect(empty).not.toHaveProperty(name);
});

test('a target that is missed says so', () => {
  const runs = judgeRuns([
    run('5 Mbit/s', { throughputKbps: 4_000, durationMs: 3_500 }),
    run('5 Mbit/s', { throughputKbps: 5_000 }, { repeat: 1 }),
  ]);
  const targets = new Map(targetsOf(runs).map((target) => [target.what, target]));
  expect(targets.get('throughput (goodput), median error')).toMatchObject({ met: false, runs: 2 });
  expect(targets.get('a full run at 40 ms, the worst')).toMatchObject({ reached: 3.5, met: false });
  expect(targets.get('two runs agree within 5 %')).toMatchObject({ reached: 0, met: false });
  expect(targets.get('a light run at 40 ms, the worst')).not.toHaveProperty('met');
});
