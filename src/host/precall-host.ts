/** Where a run is made. One implementation for each browser, chosen by the build. */
import type { RunProgress, RunReport, RunRequest } from '../core/report/run-report.ts';
import type { WatchRequest } from '../core/watch/watch-report.ts';

export interface PrecallHost {
  /** Starts the run; its progress and report go to the listeners, in Chrome also to those of a later worker. */
  start(request: RunRequest): Promise<'started' | 'busy'>;
  abort(runId: string): Promise<void>;
  /** The run being made; null: none. */
  measuring(): Promise<string | null>;
  /** Watches the line, for the page that attaches to it; a run under way is waited for. */
  watch(request: WatchRequest): Promise<'started' | 'busy'>;
  /** ms that the watch under way may still take; null: there is none. */
  watchLeftMs(): Promise<number | null>;
  /** A measurement beside the schedule, for "test this server"; waits for a run under way. */
  measureOne(request: RunRequest): Promise<RunReport>;
}

export interface PrecallHostListeners {
  onProgress(progress: RunProgress): Promise<void>;
  /** Resolves when the report is taken. */
  onReport(report: RunReport): Promise<void>;
  /** A watch is over, which has used so many bytes. */
  onWatchEnd(bytes: number): Promise<void>;
}

/** Call it synchronously at the top level. */
export type PrecallHostFactory = (listeners: PrecallHostListeners) => PrecallHost;
