import { expect, test } from 'playwright/test';
import { besideCrossTrafficKbps } from '../../../../src/precall/estimate/capacity/cross-traffic-gaps.ts';

/** Bits of one of ours on the wire: 1194 bytes. */
const BITS = 1_194 * 8;
/** ms, as read in Chromium on a link of 5 Mbit/s beside a TCP upload; our share was 1.5 Mbit/s. */
const BESIDE_TCP = [
  6.8, 1.7, 6.7, 1.9, 1.9, 6.7, 1.9, 6.7, 2, 1.9, 6.7, 2, 6.6, 1.9, 2, 6.6, 1.9, 6.7, 2, 1.9, 6.7, 1.9, 6.7,
  2, 1.9, 6.7, 6.6, 2, 6.7, 6.6, 2, 6.7, 6.7, 1.9, 6.8, 6.7, 1.9, 6.7, 1.9, 6.7, 6.7, 1.9, 6.7, 6.7, 1.9, 6.7,
  6.7, 49.9, 6.7, 2.4, 6.3, 1.9, 6.7, 2, 1.9, 6.7, 1.9, 6.7, 6.7, 1.9, 6.7, 6.8, 1.9, 6.7, 6.8, 6.7, 6.6, 6.8,
  1.9, 6.6, 6.8, 6.7, 6.6, 6.8, 6.6, 6.8, 2, 11.4, 1.9, 11.6, 1.8, 6.7, 6.7, 35.6, 6.7, 6.6, 6.7, 6.8, 1.9,
  6.7, 6.7, 6.7, 6.8, 1.8, 11.6, 6.7, 6.7, 11.5, 6.8, 6.7, 6.6, 6.7, 12.1, 1.8, 6.7, 6.7, 6.9,
];
const shareOf = (gaps: readonly number[]) => (BITS * gaps.length) / gaps.reduce((sum, ms) => sum + ms, 0);

test('beside a bulk transfer the gaps tell the rate of the link, however small our share', () => {
  expect(shareOf(BESIDE_TCP)).toBeLessThan(1_700);
  expect(besideCrossTrafficKbps(BESIDE_TCP, BITS, shareOf(BESIDE_TCP))).toBeCloseTo(5_000, -2);
});

test('a slow and a fast link beside a transfer, with a tenth of a millisecond of noise', () => {
  for (const kbps of [800, 2_500, 8_000]) {
    const gaps = Array.from({ length: 120 }, (_, i) => {
      const theirs = [0, 2, 1, 0, 3, 1][(i * 7) % 6] ?? 0;
      return (BITS + theirs * 12_000) / kbps + ((i * 13) % 21) / 100 - 0.1;
    });
    const read = besideCrossTrafficKbps(gaps, BITS, shareOf(gaps)) ?? 0;
    expect(Math.abs(read / kbps - 1), `${kbps} kbit/s`).toBeLessThan(0.02);
  }
});

test('other gaps are no transfer', () => {
  const others: Record<string, (i: number) => number> = {
    'a link of its own': (i) => 1.9 + ((i * 13) % 7) / 100,
    'slots of a millisecond': (i) => [1, 2, 3, 2, 2, 1, 2, 2, 3][i % 9] ?? 2,
    'jitter of some milliseconds': (i) => 0.4 + ((i * 37) % 101) / 16,
    'a rate that changes once': (i) => (i < 60 ? 1.9 : 6.7),
    'a rate that changes with every quarter': (i) => [1.9, 4.3, 6.7, 2.9][Math.floor(i / 30)] ?? 2,
  };
  for (const [name, gap] of Object.entries(others)) {
    const gaps = Array.from({ length: 120 }, (_, i) => gap(i));
    expect(besideCrossTrafficKbps(gaps, BITS, shareOf(gaps)), name).toBeUndefined();
  }
});
