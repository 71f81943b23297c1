/** A week through the extension's whole reducer, as `npm run replay` feeds it; when it would have told something. */

import { fromShort } from '../../../cli/replay-input.ts';
import { judgeReplayed } from '../../../cli/replay-judge.ts';
import { zoneOffsetOf } from '../../../cli/time-zone.ts';
import { INITIAL_MONITOR_STATE } from '../../../src/core/monitor/monitor-state.ts';
import { notificationCodeOf } from '../../../src/core/sct/sct-codes.ts';
import { shortFormOf } from './short-form.ts';
import type { Week } from './week.ts';

export interface Telling {
  /** ms since the epoch of the run that raised it. */
  readonly at: number;
  readonly notificationCode: number;
}

export function replayWeek({ runs, timezone }: Week): Telling[] {
  const offsetAt = zoneOffsetOf(timezone);
  let state = INITIAL_MONITOR_STATE;
  return runs.flatMap((run) => {
    const step = judgeReplayed(state, fromShort(shortFormOf(run)), offsetAt);
    state = step.state;
    return step.run.notified
      ? [{ at: run.at, notificationCode: notificationCodeOf(step.run.summaryCode) }]
      : [];
  });
}
