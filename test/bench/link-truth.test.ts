import { expect, test } from 'playwright/test';
import { cellularTrace } from '../../bench/link/cellular-trace.ts';
import { carriedKbps, linkSpec, truthOf } from '../../bench/link/link-spec.ts';
import { rfc3550Jitter } from '../../bench/link/validate-link.ts';
import { ShapedDirection } from '../../bench/relay/shaped-direction.ts';
import { jitterTruth } from '../../bench/run/jitter-truth.ts';

test('the truth of a loop is its smaller direction, both delays and both losses', () => {
  const spec = linkSpec('x', { rttMs: 100, downKbps: 10_000, upKbps: 1_000, loss: 0.1, down: { loss: 0.5 } });
  expect(truthOf(spec).capacityKbps).toBe(1_000);
  expect(truthOf(spec).rttMs).toBe(100);
  expect(truthOf(spec).loss).toBeCloseTo(1 - 0.9 * 0.5);
  expect(truthOf(spec).throughputKbps).toBeCloseTo(450);
});

test('the cellular trace carries its mean and is the same every time', () => {
  const spec = linkSpec('x', { trace: cellularTrace() });
  expect(carriedKbps(spec.up)).toBeCloseTo(6_750, -1);
  expect(cellularTrace()).toEqual(cellularTrace());
});

test('a link without jitter has none', () => {
  expect(jitterTruth(linkSpec('x', {}), 20)).toEqual({ jitterMs: 0, p95DeviationMs: 0 });
});

test('independent uniform jitter of both directions has the mean difference of four uniform values', () => {
  // The difference of two sums of two uniform values of +-a is a x 14/15 on average.
  const { jitterMs } = jitterTruth(linkSpec('x', { jitterMs: 4 }), 20);
  expect(jitterMs).toBeCloseTo((4 * 14) / 15, 1);
});

test('a link that keeps order gives dense packets less jitter', () => {
  const spec = linkSpec('x', { rttMs: 100, jitterMs: 30 });
  expect(jitterTruth(spec, 5).jitterMs).toBeLessThan(jitterTruth(spec, 50).jitterMs);
});

test('RFC 3550 jitter moves a sixteenth of the way with each packet', () => {
  expect(rfc3550Jitter([10, 10, 26])).toBe(1);
  expect(rfc3550Jitter([10, 26, 26])).toBeCloseTo(1 - 1 / 16);
});

test.describe('a shaped direction', () => {
  const direction = (options: Parameters<typeof linkSpec>[1], random = () => 0.5) =>
    new ShapedDirection(linkSpec('x', options).up, random);

  test('drops what would wait longer than its queue holds', () => {
    // 1250 B take 1 s at 10 kbit/s: long beside what the loop takes on the slowest machine.
    const shaped = direction({ rateKbps: 10, queueMs: 2_500 });
    for (let i = 0; i < 10; i++) shaped.send(1_250, () => undefined);
    expect(shaped.stats).toMatchObject({ packetsIn: 10, bytesIn: 12_500, queueDrops: 7 });
    expect(shaped.stats.maxWaitMs).toBeGreaterThan(1_500);
    shaped.close();
  });

  test('holds a reliable packet instead of dropping it', () => {
    const shaped = direction({ rateKbps: 1_000, queueMs: 25 });
    for (let i = 0; i < 10; i++) shaped.send(1_250, () => undefined, { reliable: true });
    expect(shaped.stats.queueDrops).toBe(0);
    expect(shaped.waitMs()).toBeGreaterThan(80);
    shaped.close();
  });

  test('delivers in order, not before the delay', async () => {
    const shaped = direction({ rateKbps: 0, rttMs: 20 });
    const began = performance.now();
    const order = await new Promise<number[]>((resolve) => {
      const seen: number[] = [];
      for (let i = 0; i < 3; i++) shaped.send(100, () => seen.push(i) === 3 && resolve(seen));
    });
    expect(order).toEqual([0, 1, 2]);
    expect(performance.now() - began).toBeGreaterThanOrEqual(10);
    shaped.close();
  });

  test('loses what its random source says, in runs where it is told to', () => {
    const lossy = direction({ loss: 0.1 }, () => 0.05);
    lossy.send(100, () => undefined);
    lossy.send(100, () => undefined);
    expect(lossy.stats).toMatchObject({ losses: 2, lossRuns: 1, packetsOut: 0 });
    lossy.close();
  });
});
