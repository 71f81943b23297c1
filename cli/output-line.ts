/** What the command line prints for a run. A judged run holds no credential. */
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { type SctCallbacks, sctCallbacks } from '../src/core/monitor/sct-callbacks.ts';

export interface OutputLine extends SctCallbacks {
  /** Whether this run raised a desktop notification. */
  readonly notified: boolean;
  readonly run: Pick<
    JudgedRun['report'],
    'kind' | 'outcome' | 'startedAt' | 'durationMs' | 'bytesSent' | 'bytesReceived'
  >;
}

export function outputLine(run: JudgedRun): OutputLine {
  const { kind, outcome, startedAt, durationMs, bytesSent, bytesReceived } = run.report;
  return {
    ...sctCallbacks(run),
    notified: run.notified,
    run: { kind, outcome, startedAt, durationMs, bytesSent, bytesReceived },
  };
}
