/** One person's weeks as they are told to the generator: where one is, when the device is awake, what goes wrong. */
import type { Random } from '../random.ts';
import type { Line } from './line.ts';
import type { Access, LineTraits } from './line-traits.ts';
import type { LocalClock, LocalMoment } from './local-clock.ts';
import type { Trouble } from './trouble.ts';
import type { Expectation } from './week.ts';

export interface Place {
  /** Key of the network, as the extension would see it. */
  readonly network: string;
  readonly server: string;
  readonly line: Line;
}

export interface TimedTrouble {
  readonly from: number;
  readonly to: number;
  /** Only here; everywhere when undefined. */
  readonly line: Line | undefined;
  /** What is wrong, `passed` ms after its start. */
  readonly at: (passed: number) => Trouble;
}

export interface FullRuns {
  /** ms between full runs on one network. */
  readonly everyMs: number;
  /** Whether a light run that looks worse than the one before makes the next a full one. */
  readonly whenWorse: boolean;
}

export interface Story {
  readonly clock: LocalClock;
  readonly days: number;
  /** ms from one run to the next. */
  readonly intervalMs: number;
  readonly isAwake: (moment: LocalMoment) => boolean;
  readonly placeAt: (at: number, moment: LocalMoment) => Place;
  readonly fullRuns: FullRuns;
  readonly troubles: readonly TimedTrouble[];
  /** Whether this run alone does not get through. */
  readonly fails: (at: number, moment: LocalMoment) => boolean;
  readonly expectations: readonly Expectation[];
}

/** What a kind is made of: its own random source, a clock of one of the zones, and lines whose noise is apart from both. */
export interface Setting {
  readonly random: Random;
  readonly clock: LocalClock;
  line(access: Access, own?: Partial<LineTraits>): Line;
}

export type TellStory = (setting: Setting) => Story;
