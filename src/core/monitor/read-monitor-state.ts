/** The stored state, checked as deeply as the reducer relies on it: a part that another version or a hand broke would stop every run. */

import * as v from 'valibot';
import { textKeyed } from '../base/text-keyed.ts';
import { knownThroughputSchema } from '../judgement/known-bandwidth.ts';
import { INITIAL_NOTIFICATIONS } from '../notification/notification-state.ts';
import { NOTIFICATION_CODES, SUMMARY_CODES } from '../sct/sct-codes.ts';
import { INITIAL_STABILITY } from '../stability/stability.ts';
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
  throughput: textKeyed(knownThroughputSchema),
  servers: v.optional(textKeyed(server)),
  judged: v.optional(v.looseObject({ at: number, summaryCode })),
});

const notified = v.looseObject({
  seenAt: number,
  every: number,
  recent: v.array(v.tuple([number, summaryCode])),
  usually: v.looseObject({ runs: number, share: number, told: v.boolean() }),
  firstRunAt: textKeyed(number),
  episode: v.optional(
    v.looseObject({
      cause: v.picklist(['outage', 'abnormal', 'limits']),
      good: number,
      told: v.optional(summaryCode),
    }),
  ),
  bout: v.optional(v.looseObject({ worst: summaryCode, notifiedAt: number, tellings: number })),
});

const schema = v.looseObject({
  latest: v.nullable(judgedRunSchema),
  lastNetwork: v.nullable(v.string()),
  networks: textKeyed(network),
  // What stands in them the learner reads with care of its own.
  stability: v.looseObject({ version: v.literal(2), networks: textKeyed(v.unknown()) }),
  notifications: v.looseObject({
    version: v.literal(2),
    shown: v.nullable(
      v.looseObject({
        notificationID: v.string(),
        network: v.string(),
        code: v.picklist(NOTIFICATION_CODES),
      }),
    ),
    networks: textKeyed(notified),
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

const earlier = v.looseObject({
  stability: v.looseObject({ version: v.literal(1) }),
  notifications: v.looseObject({ version: v.literal(1), shown: v.unknown() }),
});

/** Undefined when it is no state. */
export function readMonitorState(data: unknown): MonitorState | undefined {
  const read = v.safeParse(schema, learntAnew(data));
  return read.success ? (read.output as unknown as MonitorState) : undefined;
}

/** What earlier versions had learnt of networks and told of them is of no use to this one; what stands on the desktop is. */
function learntAnew(data: unknown): unknown {
  if (!v.is(earlier, data)) return data;
  const { shown } = data.notifications;
  return { ...data, stability: INITIAL_STABILITY, notifications: { ...INITIAL_NOTIFICATIONS, shown } };
}
