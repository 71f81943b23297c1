/** One watch at a time, whenever its page comes; none of these has anything to watch, so that each is over at once. */
import { expect, test } from 'playwright/test';
import type { WatchUpdate } from '../../src/core/watch/watch-report.ts';
import { createWatching, type WatchingMeans } from '../../src/host/watching.ts';
import type { PrecallEnvironment } from '../../src/precall/run/precall-environment.ts';

const environment = { now: () => 1_700_000_000_000 } as unknown as PrecallEnvironment;
const request = (watchId: string) => ({ watchId, ms: 60_000, relays: [] });
const never = new Promise<never>(() => undefined);

function watchingWith(means: Partial<WatchingMeans> = {}) {
  return createWatching({
    environment,
    exclusively: (_, work) => work(),
    onEnd: async () => {},
    underWay() {},
    ...means,
  });
}

/** A page: what it was told, and how a person stops it there. */
function page() {
  const told: WatchUpdate[] = [];
  let stop = () => {};
  const viewer = {
    tell: (update: WatchUpdate) => void told.push(update),
    onStop(stopped: () => void) {
      stop = stopped;
    },
  };
  return { told, viewer, stop: () => stop() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('whoever reads that it is over may start another, also while its bytes are being counted', async () => {
  const watching = watchingWith({ onEnd: () => never });
  const { told, viewer } = page();
  expect(watching.start(request('a'))).toBe('started');
  watching.attach('a', viewer);
  await expect.poll(() => told.at(-1)?.phase).toBe('ended');
  expect(watching.leftMs()).toBe(null);
  expect(watching.start(request('b'))).toBe('started');
});

test('one that is being given back is waited for, one that goes on is in the way', async () => {
  const watching = watchingWith({ exclusively: () => never });
  const { viewer, stop } = page();
  expect(watching.start(request('a'))).toBe('started');
  watching.attach('a', viewer);
  expect(watching.start(request('b'))).toBe('busy');
  expect(watching.leftMs()).toBe(70_000);
  stop();
  expect(watching.start(request('b'))).toBe('started');
  watching.makeWay();
  expect(watching.start(request('c'))).toBe('started');
  watching.makeWay();
});

test('a page that comes when it is over is told so', async () => {
  const watching = watchingWith();
  watching.start(request('a'));
  await settled();
  await expect.poll(() => watching.leftMs()).toBe(null);
  const { told, viewer } = page();
  watching.attach('a', viewer);
  expect(told).toMatchObject([{ phase: 'ended', end: 'unreachable', reason: 'no-credentials' }]);
});

test('a page of another watch is told nothing', () => {
  const watching = watchingWith({ exclusively: () => never });
  watching.start(request('a'));
  const { told, viewer } = page();
  watching.attach('b', viewer);
  expect(told).toEqual([]);
  watching.makeWay();
});
