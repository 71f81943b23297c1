/** What the background remembers between runs. JSON; stored under one key. */

import type {
  ConnectionQualityChange,
  ConnectionRecommendation,
  PreCallTestResult,
} from '../judgement/quality-change.ts';
import { INITIAL_NOTIFICATIONS, type NotificationState } from '../notification/notification-state.ts';
import type { RunReport } from '../report/run-report.ts';
import { type DataUse, INITIAL_DATA_USE } from '../schedule/data-budget.ts';
import type { RunTrigger } from '../schedule/run-kind.ts';
import { INITIAL_STABILITY } from '../stability/stability.ts';
import type { Because, StabilityMetric, StabilityState } from '../stability/stability-types.ts';

/** The newest bandwidth of one server on one network. */
export interface KnownThroughput {
  /** ms since the epoch. */
  readonly at: number;
  /** kbit/s, goodput. */
  readonly throughputKbps: number;
  readonly atLeast: boolean;
}

export interface NetworkMemory {
  /** ms since the epoch of the last run. */
  readonly seenAt: number;
  /** ms since the epoch of the newest full run. */
  readonly fullAt: number | null;
  readonly throughput: Readonly<Record<string, KnownThroughput>>;
}

/** One judged run: what the popup shows, and what the history stores. */
export interface JudgedRun {
  readonly runId: string;
  /** ms since the epoch, end of the run. */
  readonly at: number;
  readonly trigger: RunTrigger;
  /** Key of the network (hash); see network-identity. */
  readonly network: string;
  readonly report: RunReport;
  readonly event: ConnectionQualityChange;
  readonly preCallTestResults: readonly PreCallTestResult[];
  readonly connectionRecommendation: ConnectionRecommendation;
  /** Label of the server that the event describes; null when none was reachable. */
  readonly best: string | null;
  /** The bandwidth that decided the tier; older than the run when it was light; null when none is known. */
  readonly throughput: KnownThroughput | null;
  readonly unstable: boolean;
  /** The learner's score, 1 is its threshold. */
  readonly score: number;
  readonly because: readonly Because[];
  readonly normal: Partial<Record<StabilityMetric, readonly [number, number]>>;
  /** Whether this run raised a desktop notification. */
  readonly notified: boolean;
}

export interface MonitorState {
  readonly latest: JudgedRun | null;
  /** The network of the newest run that reached a server. */
  readonly lastNetwork: string | null;
  readonly networks: Readonly<Record<string, NetworkMemory>>;
  readonly stability: StabilityState;
  readonly notifications: NotificationState;
  readonly dataUse: DataUse;
}

export const INITIAL_MONITOR_STATE: MonitorState = {
  latest: null,
  lastNetwork: null,
  networks: {},
  stability: INITIAL_STABILITY,
  notifications: INITIAL_NOTIFICATIONS,
  dataUse: INITIAL_DATA_USE,
};
