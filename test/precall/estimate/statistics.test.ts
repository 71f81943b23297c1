import { expect, test } from 'playwright/test';
import { mean, median, quantile, runningMedian } from '../../../src/core/base/statistics.ts';
import { jitter, roundTripTime } from '../../../src/precall/estimate/delay/delay-statistics.ts';
import { lossInterval } from '../../../src/precall/estimate/loss/loss-interval.ts';
import { lossRuns, lossStatistics } from '../../../src/precall/estimate/loss/loss-statistics.ts';
import { FINE_CLOCK } from '../harness/hosts.ts';
import { logOf, probes, type Row, recordsOf } from '../harness/traces.ts';

test('order statistics of nothing are undefined', () => {
  expect(median([])).toBeUndefined();
  expect(mean([])).toBeUndefined();
  expect(quantile([1, 2, 3, 10], 0.95)).toBeCloseTo(8.95, 9);
  expect(runningMedian([1, 1, 9, 1, 1], 3)).toEqual([1, 1, 1, 1, 1]);
});

test('round trip: median, least and 95th percentile', () => {
  const packetRecords = recordsOf(logOf(probes([40.5, 41.5, 42.5, undefined, 60.5])));
  const rtt = roundTripTime(packetRecords, 54, FINE_CLOCK);
  expect(rtt?.roundTripTimeMs).toBeCloseTo(42, 9);
  expect(rtt?.minMs).toBe(40.5);
  expect(rtt?.p95Ms).toBeCloseTo(57.8, 9);
});

test('nothing back is no round trip', () => {
  const packetRecords = recordsOf(logOf(probes([undefined, undefined])));
  expect(roundTripTime(packetRecords, 54, FINE_CLOCK)).toBeUndefined();
  expect(jitter(packetRecords, FINE_CLOCK)).toBeUndefined();
});

test('a slow link is not taken for a far one: the time a probe takes on the wire is told by its size', () => {
  // 100 kbit/s both ways: (bytes + 54) x 8 / 100 ms, twice, and 40 ms of distance.
  const rows = Array.from({ length: 60 }, (_, i): Row => {
    const bytes = i % 6 === 5 ? 110 : 24;
    return ['probe', i * 20, i * 20 + 40 + (2 * 8 * (bytes + 54)) / 100, bytes];
  });
  expect(roundTripTime(recordsOf(logOf(rows)), 54, FINE_CLOCK)?.roundTripTimeMs).toBeCloseTo(40, 6);
});

test('what the burst found of the link counts where the probes are too alike to tell their time on the wire', () => {
  // 5 Mbit/s, the same probe every time.
  const rows = Array.from({ length: 60 }, (_, i): Row => ['probe', i * 20, i * 20 + 40 + 0.2, 24]);
  const packetRecords = recordsOf(logOf(rows));
  expect(roundTripTime(packetRecords, 101, FINE_CLOCK)?.roundTripTimeMs).toBeCloseTo(40.2, 6);
  const bottleneck = { leastKbps: 5_000, mostKbps: 5_000 };
  expect(roundTripTime(packetRecords, 101, FINE_CLOCK, bottleneck)?.roundTripTimeMs).toBeCloseTo(40, 6);
});

test('no byte takes longer than twice at the bottleneck: what the larger probes waited for is no distance less', () => {
  // 100 kbit/s both ways, and each larger one meets an acknowledgement of 64 bytes.
  const rows = Array.from({ length: 60 }, (_, i): Row => {
    const large = i % 4 === 3;
    const bytes = large ? 112 : 24;
    return ['probe', i * 40, i * 40 + 40 + (2 * 8 * (bytes + 76) + (large ? 8 * 64 : 0)) / 100, bytes];
  });
  const packetRecords = recordsOf(logOf(rows));
  expect(roundTripTime(packetRecords, 76, FINE_CLOCK)?.roundTripTimeMs).toBeLessThan(36);
  const bottleneck = { leastKbps: 100, mostKbps: Number.POSITIVE_INFINITY };
  expect(roundTripTime(packetRecords, 76, FINE_CLOCK, bottleneck)?.roundTripTimeMs).toBeCloseTo(40, 6);
});

test('no round trip is less than none, whatever a clock of whole milliseconds makes of a short one', () => {
  const rtt = roundTripTime(
    recordsOf(logOf(probes(Array.from({ length: 30 }, (_, i) => (i % 3) - 1)))),
    54,
    FINE_CLOCK,
  );
  expect(rtt?.minMs).toBeGreaterThanOrEqual(0);
  expect(rtt?.roundTripTimeMs).toBeGreaterThanOrEqual(0);
});

test('jitter of RFC 3550 A.8: transits that swing by 4 ms have |D| = 4', () => {
  const swinging = probes(Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 50.5 : 54.5)));
  expect(jitter(recordsOf(logOf(swinging)), FINE_CLOCK)?.jitterMs).toBeCloseTo(4, 9);
  expect(jitter(recordsOf(logOf(probes(Array(30).fill(50.5)))), FINE_CLOCK)).toEqual({
    jitterMs: 0,
    p95DeviationMs: 0,
    medianDeviationMs: 0,
  });
  // Two stalls of three probes each.
  const stalling = probes(Array.from({ length: 60 }, (_, i) => (i % 30 < 3 ? 110.5 : 50.5)));
  expect(jitter(recordsOf(logOf(stalling)), FINE_CLOCK)).toMatchObject({
    p95DeviationMs: 60,
    medianDeviationMs: 0,
  });
});

test('runs of losses are told apart from single ones', () => {
  expect(lossRuns([true, false, true, true, false, true, true, true])).toEqual([1, 2, 3]);
  const log = logOf(probes([40, undefined, undefined, 40, undefined, 40, 40, 40]));
  expect(lossStatistics(log, recordsOf(log))).toMatchObject({
    lossRatio: 3 / 8,
    packetsSent: 8,
    packetsReceived: 5,
    bursts: 1,
    longestBurst: 2,
    meanLossRun: 1.5,
    reordered: 0,
    duplicates: 0,
  });
});

test('reordering and duplicates are counted', () => {
  const log = logOf([
    ['probe', 0, 100],
    ['probe', 20, 60],
    ['probe', 40, 80],
  ]);
  const twice = { ...log, arrivals: [...log.arrivals, { seq: 2, receivedMs: 120 }] };
  expect(lossStatistics(twice, recordsOf(log))).toMatchObject({ reordered: 1, duplicates: 1 });
});

test('nothing sent is no loss statistic', () => {
  expect(lossStatistics(logOf([]), [])).toBeUndefined();
});

const pattern = (n: number, every: number) => Array.from({ length: n }, (_, i) => i % every === every - 1);

test('the interval of a loss narrows with the number of datagrams and holds the ratio', () => {
  const [few, many] = [lossInterval(pattern(50, 10)), lossInterval(pattern(500, 10))];
  expect(few[0]).toBeLessThan(0.1);
  expect(few[1]).toBeGreaterThan(0.1);
  expect(many[1] - many[0]).toBeLessThan(few[1] - few[0]);
});

test('the interval of losses in runs is wider than that of as many single ones', () => {
  const inRuns = Array.from({ length: 200 }, (_, i) => i % 100 < 10);
  const single = pattern(200, 10);
  const width = ([low, high]: readonly [number, number]) => high - low;
  expect(width(lossInterval(inRuns))).toBeGreaterThan(1.5 * width(lossInterval(single)));
});

test('no loss seen is not loss excluded', () => {
  const [low, high] = lossInterval(Array(100).fill(false));
  expect(low).toBe(0);
  expect(high).toBeGreaterThan(0.02);
  expect(high).toBeLessThan(0.08);
  expect(lossInterval([])).toEqual([0, 1]);
});
