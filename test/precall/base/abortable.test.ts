import { expect, test } from 'playwright/test';
import { orAbort, sleep, withTimeout } from '../../../src/precall/base/abortable.ts';

const never = new AbortController().signal;
const endless = (signal: AbortSignal) => orAbort(new Promise<string>(() => {}), signal);

test('what is done in time is handed back', async () => {
  expect(await withTimeout(60_000, never, async () => 'done')).toBe('done');
});

test('a time-out ends the wait and says so, also one that is over already', async () => {
  expect(await withTimeout(1, never, endless)).toBe('timed-out');
  expect(await withTimeout(-5, never, endless)).toBe('timed-out');
});

test('an abort is no time-out: it rejects with its own reason', async () => {
  const stop = new AbortController();
  const waiting = withTimeout(60_000, stop.signal, endless);
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(withTimeout(60_000, stop.signal, endless)).rejects.toThrow('enough');
});

test('what fails by itself fails', async () => {
  await expect(withTimeout(60_000, never, () => Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  );
});

test('a sleep ends at an abort', async () => {
  const stop = new AbortController();
  const sleeping = sleep(60_000, stop.signal);
  stop.abort(new Error('enough'));
  await expect(sleeping).rejects.toThrow('enough');
});
