/** Whether the device has slept meanwhile. */

/** ms between two looks when it has: timers are late by less, also where nobody sees the page. */
const SLEPT_MS = 30_000;

/** Looks at the clock time and again. That of the wall goes on during a sleep; `performance.now()` does on Windows only. */
export class SleepLook {
  readonly #now: () => number;
  #lookedAt: number;
  #hasSlept = false;

  /** `now`: ms since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
    this.#lookedAt = now();
  }

  /** True from the first look behind a sleep on. */
  hasSlept(): boolean {
    const now = this.#now();
    this.#hasSlept ||= now - this.#lookedAt > SLEPT_MS;
    this.#lookedAt = now;
    return this.#hasSlept;
  }
}
