import { expect, test } from 'playwright/test';
import { Semaphore } from '../../../src/precall/run/semaphore.ts';

const never = new AbortController().signal;

/** Tasks that end when told to, and the order in which they began. */
function tasks() {
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  const task = (name: string) => () => {
    began.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await settled();
  };
  return { began, task, end };
}

/** Until all that waits on nothing but promises has gone on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

test('no more than so many run at once, and the others in the order they came', async () => {
  const { began, task, end } = tasks();
  const semaphore = new Semaphore(2);
  const all = Promise.all(['a', 'b', 'c', 'd'].map((name) => semaphore.use(never, task(name))));
  await settled();
  expect(began).toEqual(['a', 'b']);
  await end('b');
  expect(began).toEqual(['a', 'b', 'c']);
  await end('a');
  expect(began).toEqual(['a', 'b', 'c', 'd']);
  await end('c');
  await end('d');
  await all;
});

test('a task that is aborted leaves its place at once, though it goes on by itself', async () => {
  const { began, task } = tasks();
  const semaphore = new Semaphore(1);
  const own = new AbortController();
  const aborted = expect(semaphore.use(own.signal, task('a'))).rejects.toThrow('enough');
  void semaphore.use(never, task('b'));
  own.abort(new Error('enough'));
  await aborted;
  await settled();
  expect(began).toEqual(['a', 'b']);
});

test('who is aborted while it waits never begins, and holds nobody up; a task that fails does neither', async () => {
  const { began, task, end } = tasks();
  const semaphore = new Semaphore(1);
  const own = new AbortController();
  const first = semaphore.use(never, task('a'));
  const waiting = expect(semaphore.use(own.signal, task('b'))).rejects.toThrow('enough');
  const failing = expect(semaphore.use(never, () => Promise.reject(new Error('failed')))).rejects.toThrow(
    'failed',
  );
  const last = semaphore.use(never, task('c'));
  own.abort(new Error('enough'));
  await end('a');
  await Promise.all([first, waiting, failing]);
  expect(began).toEqual(['a', 'c']);
  await end('c');
  await last;
});
