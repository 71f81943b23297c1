import { expect, test } from 'playwright/test';
import { countRun, type DataUse, INITIAL_DATA_USE } from '../../../src/core/schedule/data-budget.ts';
import {
  type KnownServer,
  type NextRunInput,
  sameForAll,
  scheduledRun,
  unplannedRun,
} from '../../../src/core/schedule/next-run.ts';

const MB = 1_000_000;
const HOUR = 3_600_000;
const NOW = 1_700_000_000_000;

function server(label: string, change: Partial<KnownServer> = {}): KnownServer {
  return {
    label,
    fullTestAt: NOW - HOUR / 2,
    hasBandwidth: true,
    measuredAt: NOW - 300_000,
    reached: true,
    ...change,
  };
}

const input = (servers: readonly KnownServer[], change: Partial<NextRunInput> = {}): NextRunInput => ({
  servers,
  best: servers[0]?.label ?? null,
  dataUse: INITIAL_DATA_USE,
  budgetBytes: 500 * MB,
  intervalMs: 300_000,
  now: NOW,
  ...change,
});

function testsOf(next: ReturnType<typeof scheduledRun>): unknown {
  return next.wait ? next : next.run.tests;
}

function spent(bytes: number, at = NOW): DataUse {
  const tested = { connectivity: 0, light: 0, full: 0 };
  return countRun(INITIAL_DATA_USE, { tested, bytes, planned: true }, at, 'day');
}

test('one server is tested in full at a time, the one whose bandwidth is oldest, an unknown one first', () => {
  const servers = [server('a'), server('b', { fullTestAt: NOW - 2 * HOUR }), server('c')];
  expect(testsOf(scheduledRun(input(servers)))).toEqual({ a: 'light', b: 'full', c: 'light' });
  const added = [...servers, server('new', { fullTestAt: null, hasBandwidth: false, measuredAt: null })];
  expect(testsOf(scheduledRun(input(added)))).toEqual({ a: 'light', b: 'light', c: 'light', new: 'full' });
});

test('a server whose full test told nothing is asked again sooner, one that is not reached is not asked', () => {
  const failed = [server('a'), server('b', { hasBandwidth: false })];
  expect(testsOf(scheduledRun(input(failed)))).toEqual({ a: 'light', b: 'full' });
  const dead = [server('a'), server('b', { fullTestAt: null, hasBandwidth: false, reached: false })];
  expect(testsOf(scheduledRun(input(dead)))).toEqual({ a: 'light', b: 'light' });
});

test('bandwidth of an hour ago is stale, and so is one of a time to come, from before the clock was set back', () => {
  const kind = (ago: number) => testsOf(scheduledRun(input([server('a', { fullTestAt: NOW - ago })])));
  expect([0, HOUR / 2, HOUR, -1].map(kind)).toEqual([
    { a: 'light' },
    { a: 'light' },
    { a: 'full' },
    { a: 'full' },
  ]);
});

test('where the budget does not pay all, the best server is measured by each run and the others in turn', () => {
  const cost = { connectivity: 12_000, light: 48_000, full: 1_530_000 };
  const dataUse = { ...INITIAL_DATA_USE, cost };
  const servers = [
    server('a'),
    server('b', { measuredAt: NOW - 900_000 }),
    server('c', { measuredAt: NOW - 3_900_000 }),
  ];
  const next = scheduledRun(input(servers, { dataUse, budgetBytes: 55 * MB }));
  expect(testsOf(next)).toEqual({ a: 'light', b: 'connectivity', c: 'light' });
});

test('light runs make way for a full test that is due and can soon be paid; connectivity is looked at meanwhile', () => {
  const due = [server('a', { fullTestAt: NOW - 30 * HOUR, measuredAt: NOW - HOUR })];
  const fresh = [server('a', { fullTestAt: NOW, measuredAt: NOW - HOUR })];
  const next = (servers: readonly KnownServer[], bytes: number, hoursAgo: number) =>
    testsOf(
      scheduledRun(input(servers, { dataUse: spent(bytes, NOW - hoursAgo * HOUR), budgetBytes: 20 * MB })),
    );
  expect(next(due, 10 * MB, 23.5)).toEqual({ a: 'full' });
  expect(next(fresh, 18 * MB, 23.5)).toEqual({ a: 'light' });
  expect(next(due, 18 * MB, 23.5)).toEqual({ a: 'connectivity' });
  // Not for most of a day.
  expect(next(due, 15 * MB, 12)).toEqual({ a: 'light' });
});

test('the dearer run is made only where it leaves what the cheaper ones need in the next 24 hours', () => {
  const due = [server('a', { fullTestAt: NOW - 30 * HOUR, measuredAt: NOW - HOUR })];
  const after = (bytes: number) =>
    testsOf(scheduledRun(input(due, { dataUse: spent(bytes), budgetBytes: 20 * MB })));
  // Connectivity takes 4.3 MB a day, at most all of what light runs are planned to take.
  expect(after(5 * MB)).toEqual({ a: 'full' });
  expect(after(15 * MB)).toEqual({ a: 'light' });
  expect(after(16 * MB)).toEqual({ a: 'connectivity' });
  expect(after(19.9 * MB)).toEqual({ a: 'connectivity' });
  expect(after(20 * MB)).toMatchObject({ wait: true });
});

test('when nothing is left, the run waits until what it costs is there', () => {
  const servers = [server('a', { fullTestAt: NOW })];
  const next = scheduledRun(
    input(servers, { dataUse: spent(50 * MB, NOW - 2 * HOUR), budgetBytes: 50 * MB }),
  );
  expect(next.wait && next.until).toBeGreaterThan(NOW + 22 * HOUR);
  expect(next.wait && next.until).toBeLessThanOrEqual(NOW + 22.5 * HOUR);
});

test('what stays light has no full test, and it is made when it no longer must', () => {
  const servers = [server('a', { fullTestAt: null, hasBandwidth: false })];
  expect(testsOf(scheduledRun(input(servers, { stayLight: true })))).toEqual({ a: 'light' });
  expect(testsOf(scheduledRun(input(servers)))).toEqual({ a: 'full' });
  expect(unplannedRun(input(servers, { stayLight: true }), 'a').tests).toEqual({ a: 'light' });
});

test('a second look measures what is in doubt as far as the budget pays, and looks at connectivity always', () => {
  const servers = [server('a'), server('b')];
  const second = (bytes: number, fullOf?: string) =>
    unplannedRun(input(servers, { dataUse: spent(bytes), budgetBytes: 50 * MB }), fullOf).tests;
  expect(second(0, 'b')).toEqual({ a: 'light', b: 'full' });
  expect(second(48 * MB, 'b')).toEqual({ a: 'light', b: 'light' });
  expect(second(50 * MB, 'b')).toEqual({ a: 'connectivity', b: 'connectivity' });
  expect(second(0)).toEqual({ a: 'light', b: 'light' });
});

test('a person gets the same at every server', () => {
  expect(sameForAll([server('a'), server('b')], 'full')).toEqual({
    kind: 'full',
    tests: { a: 'full', b: 'full' },
  });
});
