import { expect, test } from 'playwright/test';
import {
  afterQueued,
  afterReply,
  type Delivery,
  type DeliveryReply,
  INITIAL_DELIVERY,
  isDue,
  MOST_IN_REQUEST,
  replyOfStatus,
  retryAfterMs,
  runsToSend,
} from '../../../src/core/fleet/delivery.ts';

const NOW = 1_700_000_000_000;
const MINUTE_MS = 60_000;

const replied = (before: Delivery, reply: DeliveryReply, runs = 1, random = 1) =>
  afterReply(before, reply, { runs, now: NOW, random });

/** ms until the next attempt after each of these replies, one after the other. */
function waitsAfter(replies: readonly DeliveryReply[], random: number): number[] {
  let state = INITIAL_DELIVERY;
  return replies.map((reply) => {
    state = replied(state, reply, 1, random).delivery;
    return (state.nextAt ?? 0) - NOW;
  });
}

test('after each run, or when the interval since the first that waits is over', () => {
  const queued = { waiting: 1, dropped: 0 };
  const atOnce = afterQueued(INITIAL_DELIVERY, queued, { now: NOW, everyMinutes: 0 });
  expect(isDue(atOnce, NOW)).toBe(true);
  const first = afterQueued(INITIAL_DELIVERY, queued, { now: NOW, everyMinutes: 10 });
  const second = afterQueued(first, { waiting: 2, dropped: 0 }, { now: NOW + MINUTE_MS, everyMinutes: 10 });
  expect(isDue(second, NOW + 10 * MINUTE_MS - 1)).toBe(false);
  expect(isDue(second, NOW + 10 * MINUTE_MS)).toBe(true);
  // The clock was set back by a week.
  expect(isDue(second, NOW - 7 * 1440 * MINUTE_MS)).toBe(true);
});

test('what was left out for want of room is counted', () => {
  const full = afterQueued(INITIAL_DELIVERY, { waiting: 5, dropped: 2 }, { now: NOW, everyMinutes: 0 });
  expect(afterQueued(full, { waiting: 5, dropped: 1 }, { now: NOW, everyMinutes: 0 })).toMatchObject({
    waiting: 5,
    dropped: 3,
  });
});

test('what is taken goes out of the queue, and a partial success is told', () => {
  const { delivery, done } = replied(
    { ...INITIAL_DELIVERY, attempts: 3, nextAt: NOW, trouble: { kind: 'unreachable' } },
    { kind: 'taken', refusedPoints: 4 },
  );
  expect(done).toBe(true);
  expect(delivery).toEqual({ ...INITIAL_DELIVERY, refusedPoints: 4, deliveredAt: NOW });
});

test('only 429, 502, 503 and 504 may be tried again at once', () => {
  const kinds = [400, 401, 403, 404, 408, 413, 429, 500, 501, 502, 503, 504].map((status) => [
    status,
    replyOfStatus(status).kind,
  ]);
  expect(kinds.filter(([, kind]) => kind === 'busy').map(([status]) => status)).toEqual([429, 502, 503, 504]);
});

test('each failure waits twice as long as the one before, up to 15 minutes, and never all devices alike', () => {
  const six = Array.from({ length: 6 }, () => ({ kind: 'unreachable' }) as const);
  const seconds = (waits: number[]) => waits.map((ms) => ms / 1000);
  expect(seconds(waitsAfter([...six, { kind: 'busy', status: 503 }], 1))).toEqual([
    30, 60, 120, 240, 480, 900, 900,
  ]);
  expect(seconds(waitsAfter(six, 0))).toEqual([15, 30, 60, 120, 240, 450]);
});

test('Retry-After is seconds or a date, and is kept to', () => {
  expect(retryAfterMs('120', NOW)).toBe(120_000);
  expect(retryAfterMs(new Date(NOW + 90_000).toUTCString(), NOW)).toBe(90_000);
  expect(retryAfterMs(new Date(NOW - 90_000).toUTCString(), NOW)).toBe(0);
  for (const none of [null, '', 'soon', '-1']) expect(retryAfterMs(none, NOW), String(none)).toBeUndefined();
  expect(waitsAfter([replyOfStatus(429, 1_200_000)], 0)).toEqual([1_200_000]);
});

test('a refusal keeps the runs, is told, and is looked at an hour later with a single run', () => {
  for (const status of [400, 401, 404, 500]) {
    const { delivery, done } = replied(INITIAL_DELIVERY, replyOfStatus(status), 20);
    expect(done, String(status)).toBe(false);
    expect(delivery.trouble).toEqual({ kind: 'refused', status });
    expect(delivery.nextAt).toBe(NOW + 60 * MINUTE_MS);
    expect(runsToSend(delivery)).toBe(1);
  }
  expect(runsToSend(INITIAL_DELIVERY)).toBe(MOST_IN_REQUEST);
  expect(runsToSend(replied(INITIAL_DELIVERY, { kind: 'unreachable' }).delivery)).toBe(MOST_IN_REQUEST);
});

test('a single run that is called malformed goes, so that it stops no other', () => {
  const { delivery, done } = replied(INITIAL_DELIVERY, replyOfStatus(400), 1);
  expect(done).toBe(true);
  expect(delivery).toMatchObject({ refusedRuns: 1, trouble: { kind: 'refused', status: 400 } });
  expect(replied(INITIAL_DELIVERY, replyOfStatus(404), 1).done).toBe(false);
});
