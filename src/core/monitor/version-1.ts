/**
 * What version 1 stored and exported, as this version reads it: a run held the SCT callbacks beside the report from
 * which they come. Stored data may be anything: the check follows.
 */
import { isRecord } from '../base/is-record.ts';
import { inside, reportFromVersion1 } from '../report/report-version-1.ts';

export function runFromVersion1(run: unknown): unknown {
  if (!isRecord(run)) return run;
  const {
    event,
    preCallTestResults: _results,
    connectionRecommendation: recommendation,
    report,
    ...same
  } = run;
  const judged = { ...same, report: reportFromVersion1(report) };
  if (!isRecord(event)) return judged;
  const { deviceId, summaryCode, notificationID, clearNotification, isp, city, country } = event;
  return {
    ...judged,
    deviceId,
    place: { isp, city, country },
    summaryCode,
    notificationID,
    clearNotification,
    ranking: isRecord(recommendation) ? recommendation.providerRanking : undefined,
  };
}

export function stateFromVersion1(state: unknown): unknown {
  return inside(state, 'latest', runFromVersion1);
}
