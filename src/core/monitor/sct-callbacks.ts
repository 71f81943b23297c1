/** What a program that knows callstats' API is told of a judged run: the three callbacks' values, under the contract's names. */
import {
  type ConnectionQualityChange,
  type ConnectionRecommendation,
  connectionRecommendation,
  connectivityCodeOf,
  type PreCallTestResult,
  preCallTestResults,
  qualityChange,
} from '../judgement/quality-change.ts';
import type { JudgedRun } from './judged-run.ts';

export interface SctCallbacks {
  readonly event: ConnectionQualityChange;
  readonly preCallTestResults: readonly PreCallTestResult[];
  readonly connectionRecommendation: ConnectionRecommendation;
}

export function sctCallbacks(run: JudgedRun): SctCallbacks {
  const { report } = run;
  return {
    event: qualityChange({
      timestamp: run.at,
      deviceId: run.deviceId ?? '',
      notificationID: run.notificationID,
      connectivityCode: connectivityCodeOf(report),
      summaryCode: run.summaryCode,
      network: report.network,
      place: run.place,
      clearNotification: run.clearNotification,
      ...(isRepeated(run) && { measuredAt: run.measuredAt ?? null }),
    }),
    preCallTestResults: preCallTestResults(report),
    connectionRecommendation: connectionRecommendation(report, run.ranking),
  };
}

/** Whether the codes repeat what an earlier run measured, or nothing at all. */
/** Whether it measured no quality, so that its codes repeat what was measured before. */
export function isRepeated({ at, measuredAt }: JudgedRun): boolean {
  return measuredAt !== undefined && measuredAt !== at;
}
