import { expect, test } from 'playwright/test';
import { browserTraits } from '../../../src/precall/run/browser-traits.ts';
import { clockTickMs } from '../../../src/precall/run/clock-tick.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const CHROMIUM =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

test('a browser that binds no channels frames each datagram as an indication', () => {
  expect(browserTraits(FIREFOX)).toEqual({ turnFramingBytes: 44, delayMs: 0.65, reportBytes: 600 });
  expect(browserTraits(CHROMIUM)).toEqual({ turnFramingBytes: 4, delayMs: 0, reportBytes: 240 });
  expect(browserTraits('')).toEqual(browserTraits(CHROMIUM));
});

/** A clock that is read every 0.03 ms and shows steps of so many. */
function clock(tickMs: number, stallAt?: number): () => number {
  let time = 1_000.5;
  let reads = 0;
  return () => {
    reads += 1;
    time += reads === stallAt ? 7 : 0.03;
    return Math.floor(time / tickMs) * tickMs;
  };
}

test('the step of a clock is read off the clock, also where the thread had to wait', () => {
  expect(clockTickMs(clock(1))).toBe(1);
  expect(clockTickMs(clock(1, 5))).toBe(1);
  expect(clockTickMs(clock(0.1))).toBeCloseTo(0.1, 9);
  expect(clockTickMs(clock(0.1, 2))).toBeCloseTo(0.1, 9);
});
