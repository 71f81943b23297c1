import { expect, test } from 'playwright/test';
import type { EncodedAudioFrame } from '../../../src/precall/link/encoded-transform.ts';
import { RtpLink } from '../../../src/precall/link/rtp-link.ts';

const told = () => {
  const news: string[] = [];
  return { news, link: new RtpLink((of) => void news.push(of)) };
};

test('frames for a burst are asked for once, and for a slow link not at all', () => {
  const { news, link } = told();
  link.expectBurst(150);
  expect(news).toEqual([]);
  link.expectBurst(900);
  link.expectBurst(5_000);
  expect(news).toEqual(['frames-wanted']);
});

test('frames that are minted on demand are never asked for', () => {
  const { news, link } = told();
  link.mintFrom(new WritableStream<AudioData>());
  link.expectBurst(5_000);
  link.expectProbes({ perSecond: 100, ms: 0 });
  expect(news).toEqual([]);
});

test('the sources may end once all frames that are still needed are held, and what was held is sent', async () => {
  const { news, link } = told();
  const written: unknown[] = [];
  const frames = new TransformStream<EncodedAudioFrame, EncodedAudioFrame>();
  const source = frames.writable.getWriter();
  const writable = new WritableStream<EncodedAudioFrame>({ write: (frame) => void written.push(frame) });
  void link.collect({ readable: frames.readable, writable, options: undefined });
  const make = async (count: number) => {
    for (let i = 0; i < count; i += 1) {
      await source.write({ data: new ArrayBuffer(3), getMetadata: () => ({}) });
    }
  };
  await make(5);
  // 20 probes, of which 2 are sent before the rest is made.
  link.expectProbes({ perSecond: 100, ms: 200 });
  expect(link.send(24, 'probe', 0) && link.send(24, 'probe', 0)).toBe(true);
  await make(24);
  expect(news).toEqual([]);
  await make(3);
  await expect.poll(() => news).toEqual(['frames-enough']);
  for (let i = 0; i < 18; i += 1) expect(link.send(24, 'probe', 0)).toBe(true);
  await expect.poll(() => written.length).toBe(20);
});
