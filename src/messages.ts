/**
 * The typed protocol between the extension's contexts, as function signatures. Each message names its target;
 * each request gets `{ value }` or `{ error }`. Payloads are checked on receipt with the schemas beside them.
 */
import * as v from 'valibot';
import { SNOOZES, type Snooze } from './core/notification/notification-preferences.ts';
import {
  type RunProgress,
  type RunReport,
  type RunRequest,
  runProgressSchema,
  runReportSchema,
  runRequestSchema,
} from './core/report/run-report.ts';
import { turnServerSchema } from './core/settings/settings.ts';
import { WATCH_S, type WatchRequest, watchRequestSchema } from './core/watch/watch-report.ts';

/** What pages and the measuring host may ask of the background. */
export interface BackgroundProtocol {
  /** Starts a run, or joins the one under way. Null when no server is configured. */
  startRun(options: { kind?: 'light' | 'full' }): { runId: string } | null;
  /** Starts a thorough test, unless it would be heard in a call that a tab's sound may be and `despiteSound` is not set. */
  startThorough(options: { despiteSound: boolean }): ThoroughAnswer;
  cancelRun(): void;
  /** Connectivity of one server; but for its bytes it is stored nowhere. Waits for a run under way. */
  testServer(server: v.InferOutput<typeof turnServerSchema>): RunReport;
  /** Starts a watch, which the page then attaches to by its id, or says why not. A run under way is waited for. */
  startWatch(options: { seconds: number }): { watchId: string } | { refused: WatchRefusal };
  /** Raises no notification for that long; null ends the snooze. */
  snooze(length: Snooze | null): void;
  /** Raises a sample notification, so that a person sees that they work. */
  tryNotification(): void;
  /** Deletes all results, or besides them all that tells of the device and its networks. */
  forget(what: 'results' | 'device'): void;
  /** A form that may have asked for a host's permission was closed. */
  giveBackOrigins(): void;
  /** Sends what waits for the collector, whenever that is due. */
  deliver(): void;
  /** From the host: a watch is over, which has used so many bytes. */
  watchEnded(bytes: number): void;
  /** From the host. */
  runProgress(progress: RunProgress): void;
  /** From the host; true when the report was taken (also when it had been taken before). */
  runReport(report: RunReport): boolean;
}

export type ThoroughAnswer = 'started' | 'sound-playing' | 'no-servers';
/** No server is configured; none has credentials now; another page shows one. */
export type WatchRefusal = 'no-servers' | 'no-credentials' | 'busy';

/** What the background asks of the measuring host (Chrome's offscreen document). */
export interface HostProtocol {
  /** Answers at once; the report comes as `runReport`. `busy`: another run is under way. */
  measure(request: RunRequest): 'started' | 'busy';
  abort(runId: string): void;
  /** The run under way, ms that a watch may still take, and whether anything at all is under way. */
  hostStatus(): { runId: string | null; idle: boolean; watchLeftMs: number | null };
  /** Answers at once; what is seen goes to the page that attaches. */
  watch(request: WatchRequest): 'started' | 'busy';
  measureOne(request: RunRequest): RunReport;
}

const nothing = v.undefined();

/** The argument of each message to the background. */
export const BACKGROUND_ARGUMENTS = {
  startRun: v.object({ kind: v.optional(v.picklist(['light', 'full'])) }),
  startThorough: v.object({ despiteSound: v.boolean() }),
  cancelRun: nothing,
  testServer: turnServerSchema,
  startWatch: v.object({
    seconds: v.pipe(v.number(), v.minValue(WATCH_S.least), v.maxValue(WATCH_S.most)),
  }),
  watchEnded: v.pipe(v.number(), v.minValue(0), v.finite()),
  snooze: v.nullable(v.picklist(SNOOZES)),
  tryNotification: nothing,
  giveBackOrigins: nothing,
  deliver: nothing,
  forget: v.picklist(['results', 'device']),
  runProgress: runProgressSchema,
  runReport: runReportSchema,
} satisfies Record<keyof BackgroundProtocol, v.GenericSchema>;

/** The argument of each message to the host. */
export const HOST_ARGUMENTS = {
  measure: runRequestSchema,
  abort: v.string(),
  hostStatus: nothing,
  measureOne: runRequestSchema,
  watch: watchRequestSchema,
} satisfies Record<keyof HostProtocol, v.GenericSchema>;
