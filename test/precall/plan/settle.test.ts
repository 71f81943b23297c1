/** When a datagram that is still out is given up as lost. */
import { expect, test } from 'playwright/test';
import type { DatagramLink } from '../../../src/precall/link/datagram-link.ts';
import { type Stall, stallOf } from '../../../src/precall/link/event-loop-stalls.ts';
import { settle } from '../../../src/precall/plan/paced-probes.ts';

const SENT = Array.from({ length: 10 }, (_, index) => ({
  kind: 'probe' as const,
  group: 0,
  bytes: 24,
  sentMs: 10 * index,
}));
const LAST = 9;

/** Ten probes, 10 ms apart, that take 1 ms each; the last is noted at `lastAtMs`. The n-th sleep takes `sleepsMs[n]`, or what was asked for. */
function linkWith(lastAtMs: number, sleepMs: (count: number, askedMs: number) => number) {
  const stalls: Stall[] = [];
  let now = 90;
  let slept = 0;
  const arrivals = () =>
    SENT.map(({ sentMs }, seq) => ({ seq, receivedMs: seq === LAST ? lastAtMs : sentMs + 1 })).filter(
      ({ receivedMs }) => receivedMs <= now,
    );
  const link: DatagramLink = {
    get log() {
      return { sent: SENT, arrivals: arrivals(), stalls };
    },
    maxPayloadBytes: 1140,
    now: () => now,
    async sleep(ms) {
      const from = now;
      now += sleepMs(slept, ms);
      slept += 1;
      const stall = stallOf(ms, from, now);
      if (stall !== undefined) stalls.push(stall);
    },
    async prepare() {},
    send: () => false,
  };
  return { link, isBack: () => arrivals().length === SENT.length, waitedMs: () => now - 90 };
}

const settled = (link: DatagramLink) => settle(link, ['probe'], 300, new AbortController().signal);

test('on a near path what is out for 31 ms is lost', async () => {
  const inTime = linkWith(120, (_, ms) => ms);
  await settled(inTime.link);
  expect(inTime.isBack()).toBe(true);
  const late = linkWith(128, (_, ms) => ms);
  await settled(late.link);
  expect(late.isBack()).toBe(false);
});

test('but not while our own side stands still: what waits behind the stall is read first', async () => {
  const { link, isBack } = linkWith(90 + 200 + 20, (count, ms) => (count === 0 ? 200 : ms));
  await settled(link);
  expect(isBack()).toBe(true);
});

test('a side that stands still again and again does not wait for ever', async () => {
  const { link, isBack, waitedMs } = linkWith(Number.POSITIVE_INFINITY, (_, ms) => ms + 15);
  await settled(link);
  expect(isBack()).toBe(false);
  expect(waitedMs()).toBeLessThan(31 + 2 * (5 + 15) + 20);
});
