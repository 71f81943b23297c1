/** What the command line prints for a run. A judged run holds no credential. */
import type { JudgedRun } from '../src/core/monitor/monitor-state.ts';

export interface OutputLine {
  readonly event: JudgedRun['event'];
  readonly preCallTestResults: JudgedRun['preCallTestResults'];
  readonly connectionRecommendation: JudgedRun['connectionRecommendation'];
  /** Whether this run raised a desktop notification. */
  readonly notified: boolean;
  readonly run: Pick<
    JudgedRun['report'],
    'kind' | 'outcome' | 'startedAt' | 'durationMs' | 'bytesSent' | 'bytesReceived'
  >;
}

export function outputLine({
  event,
  preCallTestResults,
  connectionRecommendation,
  notified,
  report,
}: JudgedRun): OutputLine {
  const { kind, outcome, startedAt, durationMs, bytesSent, bytesReceived } = report;
  return {
    event,
    preCallTestResults,
    connectionRecommendation,
    notified,
    run: { kind, outcome, startedAt, durationMs, bytesSent, bytesReceived },
  };
}
