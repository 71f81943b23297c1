import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { sha256Hex } from '../../../src/core/base/sha256.ts';

const reference = (text: string) => createHash('sha256').update(text).digest('hex');

test('gives the digests of FIPS 180-4', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test("agrees with Node's own on any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(sha256Hex(text)).toBe(reference(text));
    }),
  );
});

test('agrees around the block edges', () => {
  for (let length = 50; length <= 130; length++) {
    expect(sha256Hex('é'.repeat(length >> 1))).toBe(reference('é'.repeat(length >> 1)));
    expect(sha256Hex('x'.repeat(length))).toBe(reference('x'.repeat(length)));
  }
});

test('takes a lone surrogate as U+FFFD', () => {
  expect(sha256Hex('a\ud800b')).toBe(reference('a\ufffdb'));
});
