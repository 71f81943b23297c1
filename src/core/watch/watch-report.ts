/**
 * A watch: some minutes of a few probes a second through the loop of one server, for what two seconds of test miss. Facts only; it is
 * stored nowhere and judged by no code. The schema is its one description, as a run's is `run-report.ts`.
 */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { index, MOST_ENTRIES, milliseconds, runId, text, time } from '../report/bounds.ts';
import { FAILURE_REASONS } from '../report/failure-reasons.ts';

/** s that a watch takes. */
export const WATCH_S = { least: 5, usual: 300, most: 900 } as const;

/** ms of silence from which on it is a stall (a jitter buffer hides less than that). */
export const STALL_MS = 200;

/** Stalls, interruptions and changes, each: in the longest watch no more than these fit, one after the other. */
const MOST_EVENTS = 5_000;
const secret = v.pipe(v.string(), v.maxLength(10_000));
const relayProtocol = v.picklist(['udp', 'tcp', 'tls']);

/** ms since the first probe, and how long. */
const spanSchema = v.object({ atMs: milliseconds, ms: milliseconds });
const spans = v.pipe(v.array(spanSchema), v.maxLength(MOST_EVENTS));

/** What may become another than it was. `from` and `to` are names that hold no address, where there are any. */
const CHANGE_KINDS = ['server', 'transport', 'family', 'network', 'pair'] as const;
const changeSchema = v.object({
  atMs: milliseconds,
  kind: v.picklist(CHANGE_KINDS),
  from: v.exactOptional(text),
  to: v.exactOptional(text),
});

const secondSchema = v.object({
  /** s since the first probe. */
  second: index,
  /** ms, the median of the probes sent in it that are back. */
  roundTripTimeMs: v.exactOptional(milliseconds),
  /** Evenly paced probes sent in it that are lost. */
  lost: index,
});

const watchSummarySchema = v.object({
  /** ms since the first probe. */
  durationMs: milliseconds,
  /** Evenly paced probes whose fate is known, those sent into an interruption left out. */
  probesSent: index,
  /** Of those, not back within 3 s. */
  probesLost: index,
  roundTripTime: v.exactOptional(
    v.object({ medianMs: milliseconds, p95Ms: milliseconds, longestMs: milliseconds }),
  ),
  /** Longer than `STALL_MS`, oldest first. */
  stalls: spans,
  /** From the last probe back to the next one, over a loop that had to be set up anew. */
  interruptions: spans,
  changes: v.pipe(v.array(changeSchema), v.maxLength(MOST_EVENTS)),
});

/**
 * Why a watch is over: its time; a person; a test that somebody asked for; the device slept; nothing answered, or nothing takes the
 * credentials any more; the browser did not give what it needs.
 */
const WATCH_ENDS = ['time', 'stopped', 'test', 'slept', 'unreachable', 'failed'] as const;

export const watchUpdateSchema = v.object({
  /** `waiting`: for a test under way. */
  phase: v.picklist(['waiting', 'connecting', 'watching', 'ended']),
  /** ms since the epoch, when it was asked for, or its first probe was sent. */
  startedAt: time,
  /** ms that it is to take. */
  ofMs: milliseconds,
  /** Label of the server. */
  server: v.exactOptional(text),
  relayProtocol: v.exactOptional(relayProtocol),
  /** RTCNetworkType, where the browser tells. */
  networkType: v.exactOptional(text),
  /** ms, the median of the last two seconds. */
  roundTripTimeMs: v.exactOptional(milliseconds),
  /** ms for which nothing has come that was due. */
  silentMs: milliseconds,
  /** Those that are new or have changed since the update before. */
  seconds: v.pipe(v.array(secondSchema), v.maxLength(WATCH_S.most + 60)),
  summary: watchSummarySchema,
  /** Present exactly when it has ended. */
  end: v.exactOptional(v.picklist(WATCH_ENDS)),
  /** Of the first server, when none was reached, or is any more. */
  reason: v.exactOptional(v.picklist(FAILURE_REASONS)),
  /** IP-level bytes both ways, at the end. */
  bytes: v.exactOptional(index),
});

export type WatchUpdate = DeepReadonly<v.InferOutput<typeof watchUpdateSchema>>;
export type WatchSummary = WatchUpdate['summary'];
export type WatchSecond = WatchUpdate['seconds'][number];
export type WatchChange = WatchSummary['changes'][number];
export type WatchSpan = WatchSummary['stalls'][number];
export type WatchEnd = (typeof WATCH_ENDS)[number];

/** All that the host needs: it has no storage. */
export const watchRequestSchema = v.object({
  watchId: runId,
  ms: v.pipe(milliseconds, v.maxValue(WATCH_S.most * 1000)),
  /** Each URL on its own, in the order in which a call would try them. */
  relays: v.pipe(
    v.array(v.object({ label: text, url: text, relayProtocol, username: secret, credential: secret })),
    v.maxLength(MOST_ENTRIES * 10),
  ),
});
export type WatchRequest = DeepReadonly<v.InferOutput<typeof watchRequestSchema>>;

export const NOTHING_SEEN: WatchSummary = {
  durationMs: 0,
  probesSent: 0,
  probesLost: 0,
  stalls: [],
  interruptions: [],
  changes: [],
};
