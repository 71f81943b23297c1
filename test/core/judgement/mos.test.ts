import { expect, test } from 'playwright/test';
import { meanOpinionScore } from '../../../src/core/judgement/mos.ts';

const ratingOf = (roundTripTimeMs: number, jitterMs: number, lossRatio?: number) =>
  meanOpinionScore({ roundTripTimeMs, jitterMs, ...(lossRatio === undefined ? {} : { lossRatio }) })?.rating;

test('a good line is left with the default rating', () => {
  expect(meanOpinionScore({ roundTripTimeMs: 40, jitterMs: 2, lossRatio: 0 })?.rating).toBe(93.2);
  expect(meanOpinionScore({ roundTripTimeMs: 40, jitterMs: 2 })?.mos).toBeCloseTo(4.41, 2);
});

test('delay counts from 100 ms on, jitter twice', () => {
  expect(ratingOf(75, 0)).toBe(93.2);
  expect(ratingOf(76, 0)).toBeLessThanOrEqual(93.2);
  // Ta = 200 ms: X = 1, Idd = 25 (2^(1/6) - 3 (1 + 3^-6)^(1/6) + 2)
  expect(ratingOf(175, 0)).toBeCloseTo(93.2 - 25 * (2 ** (1 / 6) - 3 * (1 + 3 ** -6) ** (1 / 6) + 2), 9);
  expect(ratingOf(115, 30)).toBeCloseTo(ratingOf(175, 0) ?? Number.NaN, 9);
});

test('loss costs by G.113: 5 % at Bpl 25.1', () => {
  expect(ratingOf(40, 0, 0.05)).toBeCloseTo(93.2 - (95 * 5) / (5 + 25.1), 9);
});

test('losses in runs cost more than single ones', () => {
  const runs = meanOpinionScore({ roundTripTimeMs: 40, jitterMs: 0, lossRatio: 0.05, meanLossRun: 5 });
  expect(runs?.rating).toBeLessThan(ratingOf(40, 0, 0.05) ?? 0);
});

test('never leaves its range', () => {
  expect(meanOpinionScore({ roundTripTimeMs: 5_000, jitterMs: 500, lossRatio: 1 })).toEqual({
    rating: 0,
    mos: 1,
  });
});

test('refuses what is no measurement', () => {
  expect(meanOpinionScore({ roundTripTimeMs: Number.NaN, jitterMs: 0 })).toBeUndefined();
  expect(meanOpinionScore({ roundTripTimeMs: 40, jitterMs: 0, lossRatio: 1.1 })).toBeUndefined();
  expect(meanOpinionScore({ roundTripTimeMs: 40, jitterMs: 0, meanLossRun: 0 })).toBeUndefined();
});
