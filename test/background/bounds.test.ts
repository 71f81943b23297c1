/** What may never answer, with a clock that the test moves. */
import { mock } from 'node:test';
import { expect, test } from 'playwright/test';
import { createQueue } from '../../src/background/serially.ts';
import { inTime, LateError } from '../../src/platform/in-time.ts';

test.beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
test.afterEach(() => mock.timers.reset());

const never = new Promise<never>(() => undefined);
/** Lets everything run that waits for nothing but promises. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what answers in time is given, and what does not is told by its name', async () => {
  expect(await inTime(1000, 'The desk', Promise.resolve(7))).toBe(7);
  await expect(inTime(1000, 'The desk', Promise.reject(new Error('closed')))).rejects.toThrow('closed');
  const late = inTime(1000, 'The desk', never);
  const outcome = late.catch((error: unknown) => error);
  mock.timers.tick(999);
  await settled();
  expect(await Promise.race([outcome, Promise.resolve('still open')])).toBe('still open');
  mock.timers.tick(1);
  expect(await outcome).toBeInstanceOf(LateError);
  await expect(late).rejects.toThrow('The desk does not answer.');
});

test('a step that never ends holds the others only so long, and they keep their order', async () => {
  const serially = createQueue(5000);
  const done: string[] = [];
  const stuck = serially(() => never).catch(() => done.push('given up'));
  const failing = serially(() => Promise.reject(new Error('no'))).catch(() => done.push('failed'));
  const last = serially(async () => done.push('done'));
  await settled();
  expect(done).toEqual([]);
  mock.timers.tick(5000);
  await Promise.all([stuck, failing, last]);
  expect(done).toEqual(['given up', 'failed', 'done']);
});
