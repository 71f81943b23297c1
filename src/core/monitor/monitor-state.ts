/** What the background remembers between runs. JSON; stored under one key. */

import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { textKeyed } from '../base/text-keyed.ts';
import { INITIAL_NOTIFICATIONS, notificationStateSchema } from '../notification/notification-state.ts';
import { dataUseSchema, INITIAL_DATA_USE } from '../schedule/data-budget.ts';
import { INITIAL_STABILITY } from '../stability/stability.ts';
import { stabilityStateSchema } from '../stability/stability-types.ts';
import { judgedRunSchema } from './judged-run.ts';
import { networkMemorySchema } from './network-memory.ts';
import { runRhythmSchema } from './outage.ts';

export const monitorStateSchema = v.object({
  latest: v.nullable(judgedRunSchema),
  /** The network of the newest run that reached a server. */
  lastNetwork: v.nullable(v.string()),
  networks: textKeyed(networkMemorySchema),
  stability: stabilityStateSchema,
  notifications: notificationStateSchema,
  dataUse: dataUseSchema,
  /** Absent before the first run. */
  rhythm: v.exactOptional(runRhythmSchema),
});
export type MonitorState = DeepReadonly<v.InferOutput<typeof monitorStateSchema>>;

export const INITIAL_MONITOR_STATE: MonitorState = {
  latest: null,
  lastNetwork: null,
  networks: {},
  stability: INITIAL_STABILITY,
  notifications: INITIAL_NOTIFICATIONS,
  dataUse: INITIAL_DATA_USE,
};
