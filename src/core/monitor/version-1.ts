/** What version 1 stored and exported, as this version reads it. Stored data may be anything: the check follows. */
import { inside, reportFromVersion1 } from '../report/report-version-1.ts';

export function runFromVersion1(run: unknown): unknown {
  return inside(run, 'report', reportFromVersion1);
}

export function stateFromVersion1(state: unknown): unknown {
  return inside(state, 'latest', runFromVersion1);
}
