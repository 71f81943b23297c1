/** The few shapes that a person's wishes have. */
import { HOUR_MS } from '../../../src/core/base/durations.ts';
import type { Expectation } from './week.ts';

type Shown = Expectation['shownBy'];

/** Trouble that begins and ends: tell it once, soon. */
export function once(what: string, from: number, to: number, shownBy: Shown = 'every run'): Expectation {
  return { what, from, to, least: 1, most: 1, shownBy, prompt: true };
}

/** Real, but a few words about it are right: a line that comes and goes. */
export function fewTimes(what: string, from: number, to: number, most: number): Expectation {
  return { what, from, to, least: 1, most, shownBy: 'every run', prompt: true };
}

/** Nothing that one has to be told, and nothing that is wrong to tell so many times. */
export function atMost(most: number, what: string, from: number, to: number): Expectation {
  return { what, from, to, least: 0, most, shownBy: 'every run', prompt: false };
}

/** What creeps in: to be told while it lasts, and once more at most; it may be noticed a while after its end. */
export function creeping(what: string, from: number, to: number, least: 0 | 1): Expectation {
  return { what, from, to: to + 6 * HOUR_MS, least, most: 2, shownBy: 'every run', prompt: false };
}
