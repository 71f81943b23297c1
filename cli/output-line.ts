/** What the command line prints for a run. A judged run holds no credential. */
import type { Forecast } from '../src/core/forecast/forecast-types.ts';
import { filledLineAnswer } from '../src/core/judgement/filled-line-told.ts';
import { measuredNumbersOf } from '../src/core/judgement/metrics.ts';
import { measuredTransports } from '../src/core/judgement/transports.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { forecastOf } from '../src/core/monitor/run-forecast.ts';
import { type SctCallbacks, sctCallbacks } from '../src/core/monitor/sct-callbacks.ts';
import {
  type FilledLine,
  queueMsOf,
  roundTripsPerMinute,
  type Thorough,
} from '../src/core/report/filled-line.ts';
import type { RunReport } from '../src/core/report/run-report.ts';

export interface OutputLine extends SctCallbacks {
  /** Whether this run raised a desktop notification. */
  readonly notified: boolean;
  /** Of a call right after the run, over the server that the codes describe. */
  readonly forecast: Forecast;
  /** Only of a thorough test. */
  readonly thorough?: ThoroughOutput;
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
    ...(run.report.thorough && { thorough: thoroughOutput(run.report, run.report.thorough) }),
    run: { kind, outcome, startedAt, durationMs, bytesSent, bytesReceived },
  };
}

interface ThoroughOutput {
  /** What it means to calls and what to do, in English; absent where the line was not filled, and `missing` says why. */
  readonly answer?: string;
  readonly filledLine?: FilledLine & {
    /** ms, of the narrower direction. */
    readonly queueMs: number;
    readonly roundTripsPerMinute: number;
  };
  readonly missing?: string;
  /** One of each transport, measured one after the other. */
  readonly transports: readonly TransportOutput[];
}

interface TransportOutput extends ReturnType<typeof measuredNumbersOf> {
  readonly provider: string;
  readonly relayProtocol: string;
  /** The throughput is a lower bound. */
  readonly atLeast?: boolean;
}

function thoroughOutput(report: RunReport, { filledLine, missing }: Thorough): ThoroughOutput {
  return {
    ...(filledLine && {
      answer: filledLineAnswer(filledLine),
      filledLine: {
        ...filledLine,
        queueMs: queueMsOf(filledLine),
        roundTripsPerMinute: roundTripsPerMinute(filledLine),
      },
    }),
    ...(missing !== undefined && { missing }),
    transports: measuredTransports(report).map(({ provider, relayProtocol, metrics }) => ({
      provider,
      relayProtocol,
      ...measuredNumbersOf(metrics),
      ...(metrics.throughput && { atLeast: metrics.throughput.atLeast }),
    })),
  };
}
