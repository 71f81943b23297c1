/** The stored state, checked as deeply as the reducer relies on it: a part that another version or a hand broke would stop every run. */
import * as v from 'valibot';
import { knownThroughputSchema } from '../judgement/known-bandwidth.ts';
import { NOTIFICATION_CODES, SUMMARY_CODES } from '../sct/sct-codes.ts';
import { judgedRunSchema } from './judged-run.ts';
import type { MonitorState } from './monitor-state.ts';

const number = v.pipe(v.number(), v.finite());
const summaryCode = v.picklist(SUMMARY_CODES);

const server = v.looseObject({
  url: v.nullable(v.string()),
  fullTestAt: v.nullable(number),
  measuredAt: v.nullable(number),
  reached: v.boolean(),
  doubted: v.optional(knownThroughputSchema),
});
const network = v.looseObject({
  seenAt: number,
  fullAt: v.nullable(number),
  throughput: v.record(v.string(), knownThroughputSchema),
  servers: v.optional(v.record(v.string(), server)),
  judged: v.optional(v.looseObject({ at: number, summaryCode })),
});

const notified = v.looseObject({
  seenAt: number,
  recent: v.array(summaryCode),
  firstRunAt: v.record(v.string(), number),
  episode: v.optional(
    v.looseObject({
      outage: v.boolean(),
      abnormal: v.boolean(),
      good: number,
      told: v.optional(summaryCode),
    }),
  ),
  bout: v.optional(v.looseObject({ worst: summaryCode, notifiedAt: number, badAt: number })),
});

const schema = v.looseObject({
  latest: v.nullable(judgedRunSchema),
  lastNetwork: v.nullable(v.string()),
  networks: v.record(v.string(), network),
  // What stands in them the learner reads with care of its own.
  stability: v.looseObject({ version: v.literal(1), networks: v.looseObject({}) }),
  notifications: v.looseObject({
    version: v.literal(1),
    shown: v.nullable(
      v.looseObject({
        notificationID: v.string(),
        network: v.string(),
        code: v.picklist(NOTIFICATION_CODES),
      }),
    ),
    networks: v.record(v.string(), notified),
  }),
  dataUse: v.looseObject({
    day: v.string(),
    bytesToday: number,
    // An older version knew no ledger: what it had spent is forgotten once.
    spent: v.optional(v.array(v.looseObject({ from: number, bytes: number, unplanned: number })), []),
    cost: v.looseObject({ connectivity: number, light: number, full: number }),
  }),
  rhythm: v.optional(v.looseObject({ at: number, usualGapMs: v.nullable(number), failed: v.boolean() })),
});

/** Undefined when it is no state of this version. */
export function readMonitorState(data: unknown): MonitorState | undefined {
  const read = v.safeParse(schema, data);
  return read.success ? (read.output as unknown as MonitorState) : undefined;
}
