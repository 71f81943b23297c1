/** The extension under storm in one browser, and what can be done to it there. */
import type { DrivenExtension } from '../../test/e2e/driven-extension.ts';

export const STORM_BROWSERS = ['chromium', 'firefox'] as const;
export type StormBrowserName = (typeof STORM_BROWSERS)[number];

export interface StormBrowser {
  readonly name: StormBrowserName;
  readonly extension: DrivenExtension;
  /** Chromium's measurement lives on, Firefox's is in the background itself. */
  readonly measuresInBackground: boolean;
  /** As the browser does when it is idle; the next event starts another. */
  killBackground(): Promise<void>;
  /** Takes the measuring document away, where there is one. */
  closeDocument(): Promise<void>;
  /** SIGKILL, and a start with the same profile. */
  crash(): Promise<void>;
  /** A newer version is there; resolves when it runs. */
  update(): Promise<void>;
  goOffline(offline: boolean): Promise<void>;
  /** Presses the box of each label in an options window of its own, all at the same moment; gives what closes them. */
  pressInWindows(labels: readonly string[]): Promise<() => Promise<void>>;
  /** Whether somebody may be measuring the run that is stored as under way. */
  mayMeasure(): Promise<boolean>;
  /** What must hold when all faults are over; a sentence for each that does not. */
  atTheEnd(): Promise<string[]>;
  dispose(): Promise<void>;
}
