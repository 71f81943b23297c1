import { orAbort } from '../base/abortable.ts';

/** A counting semaphore: lets at most `count` tasks run at once, in the order they came. A task that is aborted gives up its place at once. */
export class Semaphore {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async use<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else {
      // An aborted waiter still takes its turn, and passes it on at once.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    try {
      signal.throwIfAborted();
      return await orAbort(task(), signal);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
