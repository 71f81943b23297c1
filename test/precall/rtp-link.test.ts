import { expect, test } from 'playwright/test';
import { RtpLink } from '../../src/precall/rtp-link.ts';

test('frames for a burst are asked for once, and for a slow link not at all', () => {
  let asked = 0;
  const link = new RtpLink(() => {
    asked += 1;
  });
  link.expectBurst(150);
  expect(asked).toBe(0);
  link.expectBurst(900);
  link.expectBurst(5_000);
  expect(asked).toBe(1);
});

test('frames that are minted on demand are never asked for', () => {
  let asked = 0;
  const link = new RtpLink(() => {
    asked += 1;
  });
  link.mintFrom(new WritableStream<AudioData>());
  link.expectBurst(5_000);
  expect(asked).toBe(0);
});
