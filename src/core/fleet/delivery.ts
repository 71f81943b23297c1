/**
 * When what waits for a collector is sent, and what its answer means: https://opentelemetry.io/docs/specs/otlp/#otlphttp-response.
 * One difference on purpose: of an answer that forbids a retry (401, 404, ...) the results are kept, and a single one is tried
 * an hour later, because somebody may mend the address by then.
 */
import * as v from 'valibot';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/durations.ts';

/** A run every five minutes for a week. */
export const MOST_WAITING = 2016;
/** Runs of one request. */
export const MOST_IN_REQUEST = 50;

/** ms to the second attempt, and between two at most: each wait is longer than the one before, as OTLP asks. */
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 900_000;
/** ms after a refusal: somebody has to mend something first, and is not to wait for long then. */
const AFTER_REFUSAL_MS = HOUR_MS;
/** No plan reaches further, unless the clock was set back. */
const FURTHEST_MS = DAY_MS;

export type DeliveryReply =
  /** `refusedPoints`: a partial success. */
  | { readonly kind: 'taken'; readonly refusedPoints: number }
  | { readonly kind: 'busy'; readonly status: number; readonly retryAfterMs?: number }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'unreachable' | 'no-permission' | 'redirected' };

const TROUBLES = ['busy', 'refused', 'unreachable', 'no-permission', 'redirected', 'storage'] as const;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.nullable(v.pipe(v.number(), v.finite()));

export const deliverySchema = v.object({
  /** Runs. */
  waiting: count,
  /** Runs that had to go, oldest first, as too many waited. */
  dropped: count,
  /** Numbers that the collector refused in what it took. */
  refusedPoints: count,
  /** Runs that it refused as malformed, each sent alone. */
  refusedRuns: count,
  /** ms since the epoch. */
  deliveredAt: time,
  /** ms since the epoch of the next attempt; null: none is planned. */
  nextAt: time,
  /** In a row, that failed. */
  attempts: count,
  trouble: v.nullable(v.object({ kind: v.picklist(TROUBLES), status: v.exactOptional(count) })),
});
export type Delivery = Readonly<v.InferOutput<typeof deliverySchema>>;

export const INITIAL_DELIVERY: Delivery = {
  waiting: 0,
  dropped: 0,
  refusedPoints: 0,
  refusedRuns: 0,
  deliveredAt: null,
  nextAt: null,
  attempts: 0,
  trouble: null,
};

export function isDue({ nextAt }: Delivery, now: number): boolean {
  return nextAt === null || nextAt <= now || nextAt - now > FURTHEST_MS;
}

/** After a refusal one run is sent, to see whether it is the address or the run that is at fault. */
export function runsToSend({ trouble }: Delivery): number {
  return trouble === null || trouble.kind === 'busy' || trouble.kind === 'unreachable' ? MOST_IN_REQUEST : 1;
}

/** One more waits: an attempt that is planned stays so. */
export function afterQueued(
  before: Delivery,
  queued: { readonly waiting: number; readonly dropped: number },
  at: { readonly now: number; readonly everyMinutes: number },
): Delivery {
  return {
    ...before,
    waiting: queued.waiting,
    dropped: before.dropped + queued.dropped,
    nextAt: before.nextAt ?? at.now + at.everyMinutes * MINUTE_MS,
    trouble: before.trouble?.kind === 'storage' ? null : before.trouble,
  };
}

export interface Verdict {
  readonly delivery: Delivery;
  /** Whether what was sent goes out of the queue. */
  readonly done: boolean;
}

/** `random`: 0-1, so that the devices of a site do not come back all at once. */
export function afterReply(
  before: Delivery,
  reply: DeliveryReply,
  sent: { readonly runs: number; readonly now: number; readonly random: number },
): Verdict {
  if (reply.kind === 'taken') {
    const refusedPoints = before.refusedPoints + reply.refusedPoints;
    const delivery = {
      ...before,
      refusedPoints,
      deliveredAt: sent.now,
      nextAt: null,
      attempts: 0,
      trouble: null,
    };
    return { delivery, done: true };
  }
  // Only of this answer it is said that the data is at fault, and only of one run can it be told.
  const isMalformed = reply.kind === 'refused' && reply.status === 400 && sent.runs === 1;
  const attempts = before.attempts + 1;
  const status = 'status' in reply ? { status: reply.status } : {};
  const delivery = {
    ...before,
    refusedRuns: before.refusedRuns + (isMalformed ? 1 : 0),
    attempts,
    nextAt: sent.now + waitMs(reply, attempts, sent.random),
    trouble: { kind: reply.kind, ...status },
  };
  return { delivery, done: isMalformed };
}

function waitMs(reply: DeliveryReply, attempts: number, random: number): number {
  if (reply.kind !== 'busy' && reply.kind !== 'unreachable') return AFTER_REFUSAL_MS;
  const asked = reply.kind === 'busy' ? reply.retryAfterMs : undefined;
  const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1)) * (0.5 + random / 2);
  return asked === undefined ? backoff : Math.min(FURTHEST_MS, asked);
}

/** What the status of an answer that took nothing means. */
export function replyOfStatus(status: number, retryAfterMs?: number): DeliveryReply {
  if (status !== 429 && status !== 502 && status !== 503 && status !== 504)
    return { kind: 'refused', status };
  return { kind: 'busy', status, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** ms from now; RFC 9110, 10.2.3: seconds, or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse takes more than such a date for one.
  const at = /^[A-Z][a-z]{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
