/** Why a run is made, and what speaks against sending much just now. */
import type { Settings } from '../settings/settings.ts';

/**
 * Why a run is made.
 * - `schedule`: the interval is over.
 * - `user`: a person asked.
 * - `network-change`: the browser came back online or says that the connection changed.
 * - `follow-up`: the run before looked abnormal, reached nothing, or was the first on a network.
 * - `site`: a tab went to an allowed site, or a page of one asked.
 */
export const RUN_TRIGGERS = ['schedule', 'user', 'network-change', 'follow-up', 'site'] as const;
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/** What speaks against sending much just now; absent where the browser does not say. */
export interface RunConditions {
  /** A tab plays sound. */
  readonly soundPlaying?: boolean;
  /** On a page of an allowed site a call runs: its tab plays sound, or a peer connection lives there. */
  readonly inCall?: boolean;
  /** The connection asks to save data: https://wicg.github.io/savedata/ */
  readonly saveData?: boolean;
}

/** Whether a filled line would be heard: a call runs, or a tab plays what may be one. */
export function isDisturbing({ soundPlaying, inCall }: RunConditions = {}): boolean {
  return soundPlaying === true || inCall === true;
}

/**
 * Whether a run that nobody asked for stays light, so that it neither disturbs a call nor wastes a paid volume. A call
 * that is known to run is no setting: nothing full is sent beside it, see also `chooseRun`.
 */
export function staysLight(
  conditions: RunConditions,
  settings: Pick<Settings, 'schedule' | 'data'>,
): boolean {
  return (
    conditions.inCall === true ||
    (settings.schedule.lightDuringSound && conditions.soundPlaying === true) ||
    (settings.data.respectSaveData && conditions.saveData === true)
  );
}
