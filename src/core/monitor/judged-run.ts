/**
 * One judged run: what the popup shows, and what the history stores. It is the report and the judgement, each fact once;
 * what follows from them, such as the SCT callbacks, is derived (`sct-callbacks.ts`).
 */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { METRIC_KEYS } from '../base/metric-key.ts';
import { knownThroughputSchema } from '../judgement/known-bandwidth.ts';
import { TOLD } from '../notification/told.ts';
import { finite, MOST_ENTRIES, runId, text, time } from '../report/bounds.ts';
import { runReportSchema } from '../report/run-report.ts';
import { RUN_TRIGGERS } from '../schedule/run-kind.ts';
import { SUMMARY_CODES } from '../sct/sct-codes.ts';

const range = v.tuple([finite, finite]);
const metric = v.picklist(METRIC_KEYS);

export const judgedRunSchema = v.object({
  /** The report's, as the key under which the history keeps the run. */
  runId,
  /** End of the run. */
  at: time,
  trigger: v.picklist(RUN_TRIGGERS),
  /** Key of the network (hash); see network-identity. */
  network: text,
  /** A UUID made once per installation; absent in a run that an export brought, which tells of no device. */
  deviceId: v.exactOptional(text),
  report: runReportSchema,
  /** Of the network's public address. */
  place: v.object({ isp: v.nullable(text), city: v.nullable(text), country: v.nullable(text) }),
  summaryCode: v.picklist(SUMMARY_CODES),
  /** The same for one episode: device, network, notification code and first run. */
  notificationID: text,
  /** True when a notification that was raised should now be cleared. */
  clearNotification: v.boolean(),
  /** Best first. */
  ranking: v.pipe(v.array(v.object({ provider: text, acceptable: v.boolean() })), v.maxLength(MOST_ENTRIES)),
  /** Label of the server that the codes describe; null when none was reachable. */
  best: v.nullable(text),
  /**
   * ms since the epoch at which the quality that the codes tell was measured: `at`, or earlier where this run reached a
   * server and measured no quality; null where it never was on this network. Absent in runs of an older version: `at`.
   */
  measuredAt: v.exactOptional(v.nullable(time)),
  /** False for a run that reached nothing and has yet to be looked at again. Absent: true. */
  confirmed: v.exactOptional(v.boolean()),
  /** The bandwidth that decided the tier; older than the run when it was light; null when none is known. */
  throughput: v.nullable(knownThroughputSchema),
  unstable: v.boolean(),
  /** The learner's score, 1 is its threshold. */
  score: finite,
  because: v.pipe(
    v.array(v.object({ metric, now: finite, normal: range, since: finite })),
    v.maxLength(MOST_ENTRIES),
  ),
  /** The normal range of each metric that has been learnt. */
  normal: v.object(v.entriesFromList(METRIC_KEYS, v.exactOptional(range))),
  /** Whether this run raised a desktop notification. */
  notified: v.boolean(),
  /** Why it did, or why not; absent in what an earlier version judged. */
  told: v.exactOptional(v.picklist(TOLD)),
});

export type JudgedRun = DeepReadonly<v.InferOutput<typeof judgedRunSchema>>;
