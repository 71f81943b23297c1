/** Every kind of weeks, by its name. */
import type { TellStory } from '../story.ts';
import { ARRIVALS } from './arrivals.ts';
import { DAILY } from './daily.ts';
import { DRIFTS } from './drifts.ts';
import { EPISODES } from './episodes.ts';
import { FAILURES } from './failures.ts';
import { PLACES } from './places.ts';
import { PROPERTIES } from './properties.ts';
import { QUIET } from './quiet.ts';
import { SLEEP } from './sleep.ts';
import { TWO_MODES } from './two-modes.ts';

export const KINDS: Readonly<Record<string, TellStory>> = {
  ...PROPERTIES,
  ...DAILY,
  ...FAILURES,
  ...ARRIVALS,
  ...DRIFTS,
  ...TWO_MODES,
  ...PLACES,
  ...EPISODES,
  ...QUIET,
  ...SLEEP,
};
