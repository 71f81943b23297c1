/** What the command line prints for a run. A judged run holds no credential. */
import type { Forecast } from '../src/core/forecast/forecast-types.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { forecastOf } from '../src/core/monitor/run-forecast.ts';
import { type SctCallbacks, sctCallbacks } from '../src/core/monitor/sct-callbacks.ts';

export interface OutputLine extends SctCallbacks {
  /** Whether this run raised a desktop notification. */
  readonly notified: boolean;
  /** Of a call right after the run, over the server that the codes describe. */
  readonly forecast: Forecast;
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
    forecast: forecastOf(run),
    run: { kind, outcome, startedAt, durationMs, bytesSent, bytesReceived },
  };
}
