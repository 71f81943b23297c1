import { expect, test } from 'playwright/test';
import { applyReport, type RunContext } from '../../../src/core/monitor/monitor.ts';
import { INITIAL_MONITOR_STATE, type MonitorState } from '../../../src/core/monitor/monitor-state.ts';
import { sctCallbacks } from '../../../src/core/monitor/sct-callbacks.ts';
import type { RunReport, ServerReport } from '../../../src/core/report/run-report.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/settings.ts';
import { GOOD, type Measured, reachable, report, unreachable } from '../builders/reports.ts';

const T0 = 1_700_000_000_000;
const MINUTE = 60_000;

interface Step {
  readonly report: RunReport;
  /** Minutes after the first run. */
  readonly minute: number;
  readonly trigger?: RunContext['trigger'];
}

function play(steps: readonly Step[], start: MonitorState = INITIAL_MONITOR_STATE) {
  let state = start;
  return steps.map(({ report: each, minute, trigger = 'schedule' }) => {
    const step = applyReport(state, each, DEFAULT_SETTINGS, {
      now: T0 + minute * MINUTE,
      day: '2026-01-01',
      localMinute: 600,
      trigger,
      deviceId: '8c1e4b5e-4f0e-4a5e-9d0e-0123456789ab',
      networkSalt: 'salt',
      snoozedUntil: null,
    });
    state = JSON.parse(JSON.stringify(step.state)) as MonitorState;
    return step;
  });
}

const { throughput: _none, ...LIGHT } = GOOD;
const full = (throughput: number) => report([reachable('a', { ...GOOD, throughput })]);
const light = () => report([reachable('a', LIGHT)], { kind: 'light' });
const connectivity = () => report([onlyReached('a')], { kind: 'connectivity' });

/** Reached, and what ICE's own checks saw. */
function onlyReached(provider: string, roundTripTimeMs?: number): ServerReport {
  const server = reachable(provider, {});
  const seen = roundTripTimeMs && {
    roundTripTime: { roundTripTimeMs, minMs: roundTripTimeMs, p95Ms: roundTripTimeMs },
  };
  return {
    ...server,
    probes: server.probes.map((probe) => ({ ...probe, metrics: { method: 'ice-checks', ...seen } })),
  };
}

const everyFive = (reports: readonly RunReport[]) =>
  play(reports.map((each, index) => ({ report: each, minute: 5 * index })));
const codes = (steps: ReturnType<typeof play>) => steps.map(({ run }) => run.summaryCode);

test('a server that was not measured is not the best one: six at 400 ms whose run reached its deadline', () => {
  const slow: Measured = { rtt: 390, jitter: 3, loss: 0 };
  const servers = [
    reachable('first', slow),
    ...['b', 'c', 'd', 'e', 'f'].map((label) => onlyReached(label, 390)),
  ];
  const [step] = play([{ report: report(servers, { kind: 'light', outcome: 'deadline' }), minute: 0 }]);
  expect(step?.run.best).toBe('first');
  expect(step?.run.ranking.map(({ provider }) => provider)).toEqual(['first', 'b', 'c', 'd', 'e', 'f']);
  expect(step?.run.summaryCode).toBe(60);
});

test('a run that measured no quality repeats the last codes of its network, with the time of their measurement', () => {
  const steps = everyFive([full(3000), connectivity(), connectivity()]);
  expect(codes(steps)).toEqual([95, 95, 95]);
  expect(steps.map(({ run }) => run.measuredAt)).toEqual([T0, T0, T0]);
  expect(steps.map(({ run }) => sctCallbacks(run).event.measuredAt)).toEqual([undefined, T0, T0]);
});

test('an engine that failed is no measurement, and keeps what the checks of ICE saw', () => {
  const failed = report([onlyReached('a', 40)], { kind: 'full' });
  const [, step] = everyFive([full(700), failed]);
  expect(step?.run).toMatchObject({ summaryCode: 75, measuredAt: T0, best: 'a' });
  expect(step && sctCallbacks(step.run).preCallTestResults[0]?.rtt).toBe(40);
  expect(step?.followUp).toEqual({ afterMs: 0, wish: {} });
});

test('where nothing was ever measured that is said, and a run that measures follows', () => {
  const [step] = everyFive([connectivity()]);
  expect(step?.run.measuredAt).toBeNull();
  expect(step && sctCallbacks(step.run).event.measuredAt).toBeNull();
  expect(step?.followUp).toEqual({ afterMs: 0, wish: {} });
});

test('a run that the browser forbids judges nothing: its event repeats the last codes, and says when they were measured', () => {
  const { provider, probes } = unreachable('a');
  const forbidden = report([
    { provider, probes: probes.map((probe) => ({ ...probe, reason: 'browser-forbids' as const })) },
  ]);
  const steps = everyFive([full(3000), forbidden, forbidden]);
  expect(codes(steps)).toEqual([95, 95, 95]);
  expect(steps.map(({ run }) => sctCallbacks(run).event.measuredAt)).toEqual([undefined, T0, T0]);
  expect(steps.map(({ run }) => run.notified)).toEqual([false, false, false]);
  const [alone] = everyFive([forbidden]);
  expect(alone && sctCallbacks(alone.run).event).toMatchObject({ connectivityCode: 1, measuredAt: null });
});

test('runs that measured nothing open no episode and end none', () => {
  const lossy = report([reachable('a', { ...LIGHT, loss: 0.2 })], { kind: 'light' });
  const steps = everyFive([full(3000), lossy, connectivity(), connectivity(), connectivity()]);
  expect(steps.map(({ run }) => run.notified)).toEqual([false, false, false, false, false]);
  const told = everyFive([full(3000), lossy, lossy, connectivity(), connectivity(), connectivity()]);
  expect(told.map(({ run }) => run.clearNotification)).toEqual([false, false, false, false, false, false]);
  expect(told.at(-1)?.run.summaryCode).toBe(20);
});

test('a bandwidth below the usual one is measured again soon, and told when it stays', () => {
  const once = everyFive([full(9000), full(80), light(), light(), light()]);
  expect(codes(once)).toEqual([95, 95, 95, 95, 95]);
  expect(once[1]?.followUp).toEqual({ afterMs: 25_000, wish: { fullOf: 'a' } });
  expect(codes(everyFive([full(9000), full(80), full(85), light()]))).toEqual([95, 95, 40, 40]);
  expect(codes(everyFive([full(9000), full(80), full(9000), light()]))).toEqual([95, 95, 95, 95]);
});

test('one full run of 80 kbit/s on a new network tells its own code, and light runs do not repeat it', () => {
  const steps = everyFive([full(80), ...Array.from({ length: 12 }, light)]);
  expect(codes(steps)[0]).toBe(40);
  expect(codes(steps).slice(1)).not.toContain(40);
  expect(steps.filter(({ run }) => run.notified)).toHaveLength(0);
  expect(codes(everyFive([full(80), full(82), light()]))).toEqual([40, 40, 40]);
});

test('a tier changes upwards when the interval excludes its edge, or the reading stays there', () => {
  const reading = (throughput: number, uncertainty: number) => {
    const server = reachable('a', GOOD);
    const metrics = server.probes[0]?.metrics;
    return report([
      {
        ...server,
        probes: server.probes.map((probe) => ({
          ...probe,
          metrics: {
            ...(metrics ?? { method: 'rtp-datagrams' as const }),
            throughput: { capacityKbps: throughput, throughputKbps: throughput, uncertainty, atLeast: false },
          },
        })),
      },
    ]);
  };
  const tiers = (...readings: readonly RunReport[]) => codes(everyFive(readings));
  expect(tiers(reading(1100, 0.02), reading(1230, 0.01))).toEqual([75, 90]);
  expect(tiers(reading(1100, 0.02), reading(1230, 0.05))).toEqual([75, 75]);
  expect(tiers(reading(1100, 0.02), reading(1230, 0.05), reading(1240, 0.05))).toEqual([75, 75, 90]);
  expect(tiers(reading(1300, 0.02), reading(1190, 0.01), reading(1210, 0.05))).toEqual([90, 90, 90]);
});

test('remembered bandwidth belongs to its server and its URL, and is forgotten after a day', () => {
  const later = (minute: number) =>
    play([
      { report: full(700), minute: 0 },
      { report: light(), minute },
    ])[1];
  expect(later(23 * 60)?.run.throughput).toMatchObject({ at: T0, throughputKbps: 700 });
  expect(later(24 * 60)?.run.throughput).toBeNull();
  const moved = reachable('a', LIGHT);
  const elsewhere = {
    ...moved,
    probes: moved.probes.map((probe) => ({ ...probe, url: 'turn:new.example' })),
  };
  const [, step] = everyFive([full(700), report([elsewhere], { kind: 'light' })]);
  expect(step?.run.throughput).toBeNull();
});

test('a server that was just added is not ranked by a bandwidth that nobody measured', () => {
  const [, step] = everyFive([
    report([reachable('old', { ...GOOD, throughput: 700 })]),
    report([reachable('added', { ...LIGHT, rtt: 20 }), reachable('old', LIGHT)], { kind: 'light' }),
  ]);
  expect(step?.run.best).toBe('old');
  expect(step?.run.summaryCode).toBe(75);
});

const outage = () => report([unreachable('a')], { network: {} });

test('one run that reached nothing is looked at again within 30 s, and an outage told within a minute', () => {
  const steps = play([
    { report: full(3000), minute: 0 },
    { report: outage(), minute: 5 },
    { report: outage(), minute: 5.5, trigger: 'follow-up' },
  ]);
  expect(steps[1]?.run).toMatchObject({ confirmed: false, notified: false });
  expect(steps[1]?.followUp).toEqual({ afterMs: 25_000, wish: {} });
  expect(steps[2]?.run).toMatchObject({ confirmed: true, notified: true });
  expect(steps[2]?.followUp).toBeNull();
});

test('a server that restarts, a nightly reconnection, one run of twenty: nothing is told', () => {
  const day = Array.from({ length: 60 }, (_, index) => (index % 20 === 7 ? outage() : light()));
  const steps = everyFive([full(3000), ...day]);
  expect(steps.filter(({ run }) => run.notified)).toHaveLength(0);
});

test('two runs that reached nothing with a night of sleep between them are not two in a row', () => {
  const steps = play([
    { report: full(3000), minute: 0 },
    { report: light(), minute: 5 },
    { report: outage(), minute: 10 },
    { report: outage(), minute: 10 + 8 * 60 },
  ]);
  expect(steps.map(({ run }) => run.notified)).toEqual([false, false, false, false]);
  expect(steps.at(-1)?.run.confirmed).toBe(false);
});

test('every byte is counted, whatever was measured', () => {
  const [step] = play([{ report: report([unreachable('a')], { outcome: 'aborted' }), minute: 0 }]);
  expect(step?.state.dataUse.bytesToday).toBe(1_400_000);
  expect(step?.state.dataUse.cost.full).toBe(1_600_000);
});
