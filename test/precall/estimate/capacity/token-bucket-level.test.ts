import { expect, test } from 'playwright/test';
import {
  type TokenBucketAt,
  tokenBucketLevelBytes,
} from '../../../../src/precall/estimate/capacity/token-bucket-level.ts';
import { logOf, type Row } from '../../harness/traces.ts';

const OVERHEAD = 54;
const BYTES = 1_140 + OVERHEAD;
/** 8 datagrams pass at once, one more takes 24 ms. */
const BUCKET = 8 * BYTES;
const KBPS = (BYTES * 8) / 24;
const RTT = 40;

/** 16 datagrams at 0 through that bucket; with `lost` further ones that found no room behind them. */
function train(lost = 0): Row[] {
  const came = Array.from({ length: 16 }, (_, i): Row => ['train', 0, RTT + 24 * Math.max(0, i - 7), 1_140]);
  return [...came, ...Array.from({ length: lost }, (): Row => ['train', 0, undefined, 1_140])];
}

const END_MS = RTT + 8 * 24;
const at = (now: number): TokenBucketAt => ({
  knee: { kbps: KBPS, endMs: END_MS },
  overheadBytes: OVERHEAD,
  roundTripMs: RTT,
  now,
});

test('a bucket is empty when the last of a train has left it, fills at the rate, and holds no more than it can', () => {
  const log = logOf(train());
  const emptyMs = END_MS - RTT;
  expect(tokenBucketLevelBytes(log, at(emptyMs))).toBeCloseTo(0, 6);
  expect(tokenBucketLevelBytes(log, at(emptyMs + 48))).toBeCloseTo(2 * BYTES, 6);
  expect(tokenBucketLevelBytes(log, at(emptyMs + 10_000))).toBeCloseTo(BUCKET, 6);
});

test('what was sent since takes from it, and what found no room before does not', () => {
  const emptyMs = END_MS - RTT;
  const since: Row = ['base-delay', emptyMs + 90, undefined, 1_140];
  expect(tokenBucketLevelBytes(logOf([...train(5), since]), at(emptyMs + 96))).toBeCloseTo(3 * BYTES, 6);
});

test('a path without a bucket holds nothing', () => {
  const plain = Array.from({ length: 16 }, (_, i): Row => ['train', 0, RTT + 24 * (i + 1), 1_140]);
  const knee = { kbps: KBPS, endMs: RTT + 16 * 24 };
  expect(tokenBucketLevelBytes(logOf(plain), { ...at(1_000), knee })).toBeCloseTo(0, 6);
});
