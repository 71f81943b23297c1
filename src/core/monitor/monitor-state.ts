/** What the background remembers between runs. JSON; stored under one key. */

import { INITIAL_NOTIFICATIONS, type NotificationState } from '../notification/notification-state.ts';
import { type DataUse, INITIAL_DATA_USE } from '../schedule/data-budget.ts';
import { INITIAL_STABILITY } from '../stability/stability.ts';
import type { StabilityState } from '../stability/stability-types.ts';
import type { JudgedRun } from './judged-run.ts';
import type { NetworkMemory } from './network-memory.ts';
import type { RunRhythm } from './outage.ts';

export interface MonitorState {
  readonly latest: JudgedRun | null;
  /** The network of the newest run that reached a server. */
  readonly lastNetwork: string | null;
  readonly networks: Readonly<Record<string, NetworkMemory>>;
  readonly stability: StabilityState;
  readonly notifications: NotificationState;
  readonly dataUse: DataUse;
  /** Absent before the first run. */
  readonly rhythm?: RunRhythm;
}

export const INITIAL_MONITOR_STATE: MonitorState = {
  latest: null,
  lastNetwork: null,
  networks: {},
  stability: INITIAL_STABILITY,
  notifications: INITIAL_NOTIFICATIONS,
  dataUse: INITIAL_DATA_USE,
};
