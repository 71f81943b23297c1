/** One week of a kind from a seed, and the kinds there are. */
import { createRandom } from '../random.ts';
import { anyClock } from './habits.ts';
import { KINDS } from './kinds/kinds.ts';
import { Line } from './line.ts';
import { drawTraits } from './line-traits.ts';
import { runStory } from './run-story.ts';
import type { Week } from './week.ts';

export const KIND_NAMES: readonly string[] = Object.keys(KINDS);

export function generateWeek(kind: string, seed: number): Week {
  const tell = KINDS[kind];
  if (!tell) throw new Error(`there is no kind "${kind}"`);
  const own = hashOf(kind) ^ Math.imul(seed, 0x9e3779b1);
  const random = createRandom(own);
  let lines = 0;
  const story = tell({
    random,
    clock: anyClock(random),
    line: (access, traits) =>
      new Line(createRandom(own + ++lines * 7919), drawTraits(random, access, traits)),
  });
  const { runs, awakeDays } = runStory(createRandom(own ^ 0x5bd1e995), story);
  return {
    kind,
    seed,
    timezone: story.clock.timezone,
    runs,
    expectations: [...story.expectations].sort((a, b) => a.from - b.from),
    awakeDays,
  };
}

/** FNV-1a: kinds of the same seed must not share their noise. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return hash | 0;
}
