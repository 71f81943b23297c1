/** The stored state, checked as deeply as the reducer relies on it: a part that another version or a hand broke would stop every run. */

import * as v from 'valibot';
import { INITIAL_NOTIFICATIONS } from '../notification/notification-state.ts';
import { INITIAL_STABILITY } from '../stability/stability.ts';
import { type MonitorState, monitorStateSchema } from './monitor-state.ts';

const earlier = v.looseObject({
  stability: v.looseObject({ version: v.literal(1) }),
  notifications: v.looseObject({ version: v.literal(1), shown: v.unknown() }),
});

/** Undefined when it is no state. */
export function readMonitorState(data: unknown): MonitorState | undefined {
  const read = v.safeParse(monitorStateSchema, learntAnew(data));
  return read.success ? read.output : undefined;
}

/** What earlier versions had learnt of networks and told of them is of no use to this one; what stands on the desktop is. */
function learntAnew(data: unknown): unknown {
  if (!v.is(earlier, data)) return data;
  const { shown } = data.notifications;
  return { ...data, stability: INITIAL_STABILITY, notifications: { ...INITIAL_NOTIFICATIONS, shown } };
}
