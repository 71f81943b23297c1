import { expect, test } from 'playwright/test';
import {
  type BandwidthReading,
  followBandwidth,
  isInDoubt,
  type KnownBandwidth,
} from '../../../src/core/judgement/known-bandwidth.ts';
import { tierOf } from '../../../src/core/judgement/limits.ts';

const URL = 'turn:a.example:3478?transport=udp';

interface Reading {
  readonly kbps: number;
  readonly uncertainty?: number;
  readonly atLeast?: boolean;
}

/** Hourly readings; what counts after each, and whether it asks for another test. */
function follow(readings: readonly Reading[]): { tier: string | undefined; again: boolean }[] {
  let known: KnownBandwidth = {};
  return readings.map(({ kbps, uncertainty, atLeast = false }, i) => {
    const reading: BandwidthReading = {
      at: i * 3_600_000,
      throughputKbps: kbps,
      atLeast,
      url: URL,
      ...(uncertainty !== undefined && { uncertainty }),
    };
    known = followBandwidth(known, reading);
    return {
      tier: known.counts && tierOf(known.counts.throughputKbps),
      again: isInDoubt(known),
    };
  });
}

const tiers = (readings: readonly Reading[]) => follow(readings).map(({ tier }) => tier);

test('a line at the edge of a tier keeps its tier, and asks for no second test', () => {
  const readings = [2503, 2496, 2501, 2498, 2494, 2502, 2499].map((kbps) => ({ kbps, uncertainty: 0.01 }));
  expect(new Set(follow(readings).map((after) => JSON.stringify(after)))).toEqual(
    new Set([JSON.stringify({ tier: 'excellent', again: false })]),
  );
  const fromBelow = [2496, 2503, 2499, 2504, 2497].map((kbps) => ({ kbps, uncertainty: 0.01 }));
  expect(new Set(tiers(fromBelow))).toEqual(new Set(['good']));
});

test('a line that is beyond the edge by more is told when it stays there, on either side', () => {
  const below = [2600, 2470, 2470].map((kbps) => ({ kbps, uncertainty: 0.05 }));
  expect(follow(below)).toEqual([
    { tier: 'excellent', again: false },
    { tier: 'excellent', again: true },
    { tier: 'good', again: false },
  ]);
  const above = [2400, 2530, 2530].map((kbps) => ({ kbps, uncertainty: 0.05 }));
  expect(tiers(above)).toEqual(['good', 'good', 'excellent']);
});

test('a reading whose interval excludes the edge: a better one counts at once, a worse one when it stays', () => {
  const sure = (kbps: number) => ({ kbps, uncertainty: 0.01 });
  expect(follow([sure(2600), sure(900), sure(2600), sure(900), sure(910)])).toEqual([
    { tier: 'excellent', again: false },
    { tier: 'excellent', again: true },
    { tier: 'excellent', again: false },
    { tier: 'excellent', again: true },
    { tier: 'fair', again: false },
  ]);
  expect(tiers([sure(900), sure(2600)])).toEqual(['fair', 'excellent']);
});

test('a reading on the edge confirms what counts for another day, and a lower bound says nothing against it', () => {
  const known = followBandwidth(
    { counts: { at: 0, throughputKbps: 2510, atLeast: false, url: URL } },
    { at: 20 * 3_600_000, throughputKbps: 2497, atLeast: false, url: URL, uncertainty: 0.01 },
  );
  expect(known).toEqual({
    counts: { at: 20 * 3_600_000, throughputKbps: 2510, atLeast: false, url: URL },
  });
  expect(follow([{ kbps: 2600 }, { kbps: 700, atLeast: true }])[1]).toEqual({
    tier: 'excellent',
    again: false,
  });
});

test('the narrower way that a run found is kept while the bandwidth stays, and forgotten with another', () => {
  const at = (hour: number, throughputKbps: number) => ({
    at: hour * 3_600_000,
    throughputKbps,
    atLeast: false,
    url: URL,
  });
  const found = followBandwidth({}, { ...at(0, 900), narrower: 'down', upKbps: 3_000, downKbps: 900 });
  expect(followBandwidth(found, at(1, 950)).counts).toEqual({
    ...at(1, 950),
    narrower: 'down',
    upKbps: 3_000,
    downKbps: 950,
  });
  const up = followBandwidth({}, { ...at(0, 900), narrower: 'up', upKbps: 900 });
  expect(followBandwidth(up, at(1, 870)).counts).toEqual({ ...at(1, 870), narrower: 'up', upKbps: 870 });
  expect(followBandwidth(found, at(1, 1_150)).counts).toEqual(at(1, 1_150));
});
