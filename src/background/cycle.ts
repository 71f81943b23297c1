/** What may happen to the life of runs; `createRunCycle` makes one. */
import type { RunWish } from '../core/monitor/choose-run.ts';
import type { RunProgress, RunReport } from '../core/report/run-report.ts';
import type { RunTrigger } from '../core/schedule/run-kind.ts';

export interface RunCycle {
  /** Starts a run or joins the one under way; null when there is nothing to test. */
  begin(trigger: RunTrigger, wish?: RunWish): Promise<{ runId: string } | null>;
  /** Takes a report in; the same report again changes nothing. */
  take(report: RunReport): Promise<boolean>;
  progress(progress: RunProgress): Promise<void>;
  cancel(): Promise<void>;
  /** Looks at what is due or lost, and plans the next wake. */
  tick(): Promise<void>;
  /** `online`: what the browser says now. */
  networkChanged(online: boolean): Promise<void>;
  settingsChanged(): Promise<void>;
  /** On an allowed site a call began: a full run under way is made again as a light one. */
  callBegan(): Promise<void>;
  /** Changes what is stored while no step of the cycle does. */
  between(change: () => Promise<void>): Promise<void>;
}
