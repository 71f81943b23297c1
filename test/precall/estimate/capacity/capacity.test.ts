import { expect, test } from 'playwright/test';
import { estimateCapacity } from '../../../../src/precall/estimate/capacity/capacity-estimate.ts';
import { linkKbps } from '../../../../src/precall/estimate/capacity/packet-pair-capacity.ts';
import { trainDispersionKbps } from '../../../../src/precall/estimate/capacity/train-dispersion.ts';
import { idleProbes } from '../../../../src/precall/estimate/delay/idle-probes.ts';
import { FINE_CLOCK, WHOLE_MS_CLOCK } from '../../harness/hosts.ts';
import { logOf, type Row, recordsOf } from '../../harness/traces.ts';

const OVERHEAD = 54;
/** 1194 bytes at 5 Mbit/s. */
const STEP_MS = (1194 * 8) / 5000;
const steady = { overheadBytes: OVERHEAD, baseMs: 40, delayVariationMs: 0.5 };

/** A burst at `sendKbps` through a 5 Mbit/s link with 40 ms of round trip. */
function burst(
  count: number,
  sendKbps: number,
  edit: (arrival: number, i: number) => number | undefined,
): Row[] {
  let free = 0;
  return Array.from({ length: count }, (_, i): Row => {
    const sent = (i * 1194 * 8) / sendKbps;
    free = Math.max(free, sent) + STEP_MS;
    const arrival = edit(free + 40, i);
    return arrival === undefined ? ['burst', sent, undefined, 1140] : ['burst', sent, arrival, 1140];
  });
}

test('the rate of arrival behind a standing queue is the capacity, whatever was sent', () => {
  const estimate = estimateCapacity(recordsOf(logOf(burst(300, 6500, (at) => at))), steady, FINE_CLOCK);
  expect(estimate?.saturated).toBe(true);
  expect(estimate?.kbps).toBeCloseTo(5000, 0);
  expect(estimate?.uncertainty).toBeLessThan(0.01);
});

test('without a queue the burst only says "at least"', () => {
  const estimate = estimateCapacity(recordsOf(logOf(burst(300, 3000, (at) => at))), steady, FINE_CLOCK);
  expect(estimate?.saturated).toBe(false);
  expect(estimate?.arrivalKbps).toBeCloseTo(3000, 0);
});

test('losses behind the bottleneck have used it: they count', () => {
  const lossy = burst(300, 6500, (at, i) => (i % 10 === 3 ? undefined : at));
  expect(estimateCapacity(recordsOf(logOf(lossy)), steady, FINE_CLOCK)?.kbps).toBeGreaterThan(4900);
});

test('losses before the bottleneck leave no gap: they do not count', () => {
  let free = 0;
  const rows = Array.from({ length: 400 }, (_, i): Row => {
    const sent = (i * 1194 * 8) / 7500;
    if (i % 10 === 3) return ['burst', sent, undefined, 1140];
    free = Math.max(free, sent) + STEP_MS;
    return ['burst', sent, free + 40, 1140];
  });
  const kbps = estimateCapacity(recordsOf(logOf(rows)), steady, FINE_CLOCK)?.kbps;
  expect(kbps).toBeGreaterThan(4900);
  expect(kbps).toBeLessThan(5100);
});

test('on a slow link read in whole ms, what the browser itself sent in between does not count', () => {
  // 100 kbit/s, 228 bytes each, and reports of 592 bytes at one moment or another.
  const stepMs = (228 * 8) / 100;
  for (let reportsAt = 4; reportsAt < 38; reportsAt += 1) {
    const rows = Array.from({ length: 42 }, (_, i): Row => {
      const arrival = 95 + i * stepMs + (i > reportsAt ? (592 * 8) / 100 : 0);
      // Sent in bursts of its own queue's making, so that about 60 ms always stand.
      return ['burst', Math.round(Math.max(0, arrival - 95 - 60)), Math.round(arrival), 128];
    });
    const conditions = { overheadBytes: 100, baseMs: 40, delayVariationMs: 1 };
    const kbps = estimateCapacity(recordsOf(logOf(rows)), conditions, WHOLE_MS_CLOCK)?.kbps ?? 0;
    expect(Math.abs(kbps - 100)).toBeLessThan(1);
  }
});

test('several of the browser’s own packets close together do not hide a slow link’s rate either', () => {
  // As read in Chromium on 100 kbit/s: 174 bytes take 13.92 ms, and at the end others came in between.
  const own = new Map([22.7, 22.4, 13.9, 24.1, 13.9, 13.9, 13.9, 26.3].map((ms, i) => [i + 45, ms]));
  let free = 14;
  const rows = Array.from({ length: 55 }, (_, i): Row => {
    free += own.get(i) ?? 13.92;
    return ['burst', Math.max(0, free - 60), free + 40, 120];
  });
  const estimate = estimateCapacity(recordsOf(logOf(rows)), steady, FINE_CLOCK);
  expect(estimate?.kbps).toBeCloseTo(100, 0);
  expect(estimate?.uncertainty).toBeLessThan(0.02);
});

test('quarters that differ by a tenth make the interval wide enough for a rate that goes on like that', () => {
  let free = 0;
  const rows = Array.from({ length: 320 }, (_, i): Row => {
    const kbps = [5_000, 4_400, 5_200, 4_500][Math.floor(i / 80)] ?? 5_000;
    const sent = (i * 1194 * 8) / 6500;
    free = Math.max(free, sent) + (1194 * 8) / kbps;
    return ['burst', sent, free + 40, 1140];
  });
  const estimate = estimateCapacity(recordsOf(logOf(rows)), steady, FINE_CLOCK);
  expect(estimate?.uncertainty).toBeGreaterThan(0.25);
  expect(estimate?.kbps).toBeGreaterThan(4_500);
  expect(estimate?.kbps).toBeLessThan(5_000);
});

test('a stall of the sender, during which the link fell idle, does not count', () => {
  let free = 0;
  const rows = Array.from({ length: 300 }, (_, i): Row => {
    const sent = (i * 1194 * 8) / 6500 + (i >= 150 ? 200 : 0);
    free = Math.max(free, sent) + STEP_MS;
    return ['burst', sent, free + 40, 1140];
  });
  expect(estimateCapacity(recordsOf(logOf(rows)), steady, FINE_CLOCK)?.kbps).toBeCloseTo(5000, 0);
});

test('too little is no estimate', () => {
  expect(estimateCapacity(recordsOf(logOf(burst(4, 6500, (at) => at))), steady, FINE_CLOCK)).toBeUndefined();
});

test('a train reads the link rate, and not the sender’s own stall', () => {
  const train = (stallAt: number) =>
    recordsOf(
      logOf(
        Array.from({ length: 10 }, (_, i): Row => {
          const sent = i >= stallAt ? 30 : 0;
          return ['train', sent, 50 + (i >= stallAt ? 30 : 0) + i * STEP_MS, 1140];
        }),
      ),
    );
  expect(trainDispersionKbps(train(99), OVERHEAD, 'steady')).toBeCloseTo(5000, 0);
  expect(trainDispersionKbps(train(2), OVERHEAD, 'steady')).toBeCloseTo(5000, 0);
  expect(trainDispersionKbps(train(99).slice(0, 2), OVERHEAD, 'steady')).toBeUndefined();
});

test('a train whose datagrams overtook each other on our own side tells the rate of the link', () => {
  const arrivals = [48, 56, 53, 65, 60].map((at) => at - 48);
  const rows = arrivals.map((at): Row => ['train', 0, 50 + at, 160]);
  // 17 ms from the first to the last arrival, whichever of them was which.
  const kbps = trainDispersionKbps(recordsOf(logOf(rows)), OVERHEAD, 'steady') ?? 0;
  expect(Math.abs(kbps / ((4 * 214 * 8) / 17) - 1)).toBeLessThan(0.1);
});

test('beside somebody else’s packets the quickest gaps tell the link’s own rate', () => {
  let at = 0;
  const shared = Array.from({ length: 400 }, (_, i): Row => {
    at += STEP_MS + (i % 7 === 0 ? 5 : 0);
    return ['burst', 0, at, 1140];
  });
  expect(linkKbps(recordsOf(logOf(shared)), OVERHEAD, 3700, FINE_CLOCK)).toBeCloseTo(5000, -1);
});

test('a link whose rate varies has no single one', () => {
  let at = 0;
  const varying = Array.from({ length: 400 }, (_, i): Row => {
    at += STEP_MS * (1 + Math.floor(i / 100));
    return ['burst', 0, at, 1140];
  });
  expect(linkKbps(recordsOf(logOf(varying)), OVERHEAD, 2500, FINE_CLOCK)).toBeUndefined();
});

test('probes that would meet our own burst are not at rest', () => {
  const log = logOf([
    ['probe', 0, 40],
    ['burst', 20, 70, 1140],
    ['burst', 20, 160, 1140],
    ['probe', 60, 165], // the last of the burst left the link at 160 - 40
    ['probe', 119, 166],
    ['probe', 140, 180],
  ]);
  expect(idleProbes(log).map((probe) => probe.sentMs)).toEqual([0, 140]);
});
