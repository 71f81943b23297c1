import { inTime } from '../platform/in-time.ts';

/**
 * One at a time, in order: what reads and then writes the stored state must not be interleaved. One that has not ended
 * after `mostMs` is given up, so that a call of the browser's that never answers does not hold the others for good.
 */
export function createQueue(mostMs: number): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const bounded = () => inTime(mostMs, 'A step of the background', task());
    const next = last.then(bounded, bounded);
    last = next;
    return next;
  };
}
