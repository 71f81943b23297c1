/** What the generator makes: the runs of one person's weeks, and what a thoughtful person would want to be told of them. */

export interface WeekRun {
  /** ms since the epoch. */
  readonly at: number;
  readonly network: string;
  /** Connection type, as a browser would say it. */
  readonly type: string;
  readonly server: string;
  readonly kind: 'light' | 'full';
  /** All undefined when the run did not get through; throughput also in a light run. */
  readonly roundTripTimeMs: number | undefined;
  readonly jitterMs: number | undefined;
  readonly lossRatio: number | undefined;
  readonly throughputKbps: number | undefined;
  readonly failed: boolean;
}

/** Between `least` and `most` tellings are right from `from` until `to`; outside of every expectation none is. */
export interface Expectation {
  /** What it is, for people who read why a week was wrong. */
  readonly what: string;
  /** ms since the epoch; `to` is the last moment at which a telling is not yet too late. */
  readonly from: number;
  readonly to: number;
  readonly least: number;
  readonly most: number;
  /** Runs that could show it at all: every one, or only those that measure bandwidth. */
  readonly shownBy: 'every run' | 'full runs';
  /** Whether the first telling has to come soon after the start: a drift is nothing that anybody sees at once. */
  readonly prompt: boolean;
}

export interface Week {
  readonly kind: string;
  readonly seed: number;
  /** IANA name. */
  readonly timezone: string;
  readonly runs: readonly WeekRun[];
  readonly expectations: readonly Expectation[];
  /** Days during which the device was awake, summed. */
  readonly awakeDays: number;
}
