/** Makes one run at a time in the context that has WebRTC: Chrome's offscreen document, Firefox's event page. */
import type { RunProgress, RunReport, RunRequest } from '../core/report/run-report.ts';
import { browserEnvironment } from '../precall/run/precall-environment.ts';
import { runPrecallTest } from '../precall/run/precall-test.ts';
import { createWatching, type Watching } from './watching.ts';

export interface Measuring {
  /** Answers at once; the report goes to `onReport`. */
  start(request: RunRequest): 'started' | 'busy';
  abort(runId: string): void;
  /** The run being measured or handed over. */
  status(): { runId: string | null; idle: boolean };
  /** Waits for a run under way. */
  measureOne(request: RunRequest): Promise<RunReport>;
  /** A run ends a watch, and a watch waits for a run. */
  readonly watching: Watching;
}

export interface MeasuringListeners {
  onProgress(progress: RunProgress): void;
  /** Resolves when the report has been taken. */
  onReport(report: RunReport): Promise<void>;
  /** A watch is over, which has used so many bytes. */
  onWatchEnd(bytes: number): Promise<void>;
  /** Nothing is being measured or handed over any more. */
  onIdle(): void;
}

export function createMeasuring(workerUrl: string, listeners: MeasuringListeners): Measuring {
  const environment = browserEnvironment(workerUrl);
  let current: { runId: string; abort: AbortController } | null = null;
  /** Measured, but not yet taken: another run may start meanwhile, and the taker may be what starts it. */
  let handedOver: string | null = null;
  let underWay = 0;

  async function counted<T>(work: Promise<T>): Promise<T> {
    underWay += 1;
    try {
      return await work;
    } finally {
      underWay -= 1;
      if (underWay === 0) listeners.onIdle();
    }
  }

  // The lock is held here and not in the worker, whose death would release it in the middle of a run.
  const exclusively = <T>(work: () => Promise<T>, options: LockOptions = {}): Promise<T> =>
    navigator.locks.request('precall-run', options, work);

  const watching = createWatching({
    environment,
    exclusively: (signal, work) => exclusively(work, { signal }),
    onEnd: listeners.onWatchEnd,
    underWay: (work) => void counted(work),
  });

  async function make(request: RunRequest, signal: AbortSignal): Promise<void> {
    const { onProgress } = listeners;
    try {
      const report = await exclusively(() => runPrecallTest(request, environment, { signal, onProgress }));
      current = null;
      handedOver = report.runId;
      await listeners.onReport(report);
    } catch (error) {
      // Names only: an error text of the browser may quote a URL. The background's watchdog makes the run again.
      console.error('Precall: the run failed:', error instanceof Error ? error.name : 'unknown error');
    } finally {
      if (current?.runId === request.runId) current = null;
      if (handedOver === request.runId) handedOver = null;
    }
  }

  return {
    start(request) {
      if (current !== null) return 'busy';
      watching.makeWay();
      const abort = new AbortController();
      current = { runId: request.runId, abort };
      void counted(make(request, abort.signal));
      return 'started';
    },
    abort(runId) {
      if (current?.runId === runId) current.abort.abort();
    },
    status: () => ({ runId: current?.runId ?? handedOver, idle: underWay === 0 }),
    measureOne(request) {
      watching.makeWay();
      return counted(exclusively(() => runPrecallTest(request, environment, {})));
    },
    watching,
  };
}
