/**
 * What one run saw: facts only, never a judgement. Produced by `src/precall`, judged by `monitor`.
 * A metric that could not be measured is absent; the reason stands in `missing`.
 *
 * The schema is the one description of a run: its types are inferred from it, and whatever comes from a message, a
 * store or a file is checked, bounded and rid of unknown keys by it.
 */

import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { textKeyed } from '../base/text-keyed.ts';
import { CREDENTIALS_PROBLEMS } from '../servers/credentials-trouble.ts';
import { bytes, finite, index, kilobits, MOST_ENTRIES, milliseconds, runId, text, time } from './bounds.ts';
import { FAILURE_REASONS } from './failure-reasons.ts';
import { thoroughSchema } from './filled-line.ts';
import { pathMetricsSchema } from './path-metrics.ts';

/**
 * `connectivity` only asks each URL for an allocation and a relayed loop;
 * `light` adds round trip, jitter and loss; `full` adds throughput.
 */
export const RUN_KINDS = ['connectivity', 'light', 'full'] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** What is done at each server, by its label, where that is not the same at all. See tests-of-run. */
const testsSchema = textKeyed(v.picklist(RUN_KINDS));

const RELAY_PROTOCOLS = ['udp', 'tcp', 'tls'] as const;

/** The measurement of one TURN URL. */
const probeSchema = v.object({
  url: text,
  relayProtocol: v.picklist(RELAY_PROTOCOLS),
  /** True when a loop through this URL's relay carried ICE's checks both ways. */
  reachable: v.boolean(),
  /** Present exactly when `reachable` is false. */
  reason: v.exactOptional(v.picklist(FAILURE_REASONS)),
  /** STUN or ICE error code as the browser gave it (401, 701, ...). */
  errorCode: v.exactOptional(finite),
  /** Of an error that nobody expected, as the browser or this program put it; it names no credentials. */
  errorMessage: v.exactOptional(text),
  /** ms from the request for relays to the first candidate. */
  allocationTimeMs: v.exactOptional(finite),
  /** ms from the run's turning to this URL to the connected loop, what the ends settle on the device included. */
  connectTimeMs: v.exactOptional(finite),
  /** Of a reachable URL: what this run measured of it, or what ICE's own checks saw. */
  metrics: v.exactOptional(pathMetricsSchema),
});

const serverSchema = v.object({
  /** The server's label. */
  provider: text,
  probes: v.pipe(v.array(probeSchema), v.maxLength(MOST_ENTRIES)),
  /** Index into `probes` of the URL a call would use, whose metrics stand for the server; absent when none is reachable. */
  chosen: v.exactOptional(index),
  /** Present when it was not tested, for want of credentials; `probes` are then its URLs as far as they are known. */
  credentialsTrouble: v.exactOptional(
    v.object({
      problem: v.picklist(CREDENTIALS_PROBLEMS),
      httpStatus: v.exactOptional(finite),
      uris: v.exactOptional(v.array(v.string())),
    }),
  ),
});

/** Where the device is on the network, as far as the browser says without permission. */
const networkSchema = v.object({
  /** RTCNetworkType of webrtc-stats. */
  networkType: v.exactOptional(text),
  /** Server-reflexive address the configured servers saw. */
  serverReflexiveAddress: v.exactOptional(text),
  /** Host address; mDNS names are not addresses and stay absent. */
  hostAddress: v.exactOptional(text),
});

export const runReportSchema = v.object({
  runId,
  /** The most that the run did at a server. */
  kind: v.picklist(RUN_KINDS),
  tests: v.exactOptional(testsSchema),
  startedAt: time,
  durationMs: finite,
  /** `deadline`: the run's time bound came first; what was measured until then stands. */
  outcome: v.picklist(['complete', 'aborted', 'deadline', 'offline']),
  /** Whether a microphone exists; absent when the browser would not say. */
  hasMicrophone: v.exactOptional(v.boolean()),
  servers: v.pipe(v.array(serverSchema), v.maxLength(MOST_ENTRIES)),
  network: networkSchema,
  /** IP-level bytes through the TURN servers. */
  bytesSent: bytes,
  bytesReceived: bytes,
  /** kbit/s, the request's: a throughput that reached it is no bound that this run's own trouble set. */
  throughputCapKbps: v.exactOptional(kilobits),
  /** Of a thorough test: what it found beside its full test. */
  thorough: v.exactOptional(thoroughSchema),
  /** Browser and engine, for exported histories. */
  userAgent: v.exactOptional(text),
});

export type RunReport = DeepReadonly<v.InferOutput<typeof runReportSchema>>;
export type RunOutcome = RunReport['outcome'];
export type ServerReport = RunReport['servers'][number];
export type ProbeReport = ServerReport['probes'][number];
export type NetworkFacts = RunReport['network'];

/** Characters; some services give credentials that are signed tokens. */
const MOST_SECRET_CHARACTERS = 10_000;
const secret = v.pipe(v.string(), v.maxLength(MOST_SECRET_CHARACTERS));

/** Everything a host needs to make one run: it has no storage of its own. */
export const runRequestSchema = v.object({
  runId,
  /** The most that the run does at a server. */
  kind: v.picklist(RUN_KINDS),
  tests: v.exactOptional(testsSchema),
  servers: v.pipe(
    v.array(v.object({ label: text, urls: v.array(text), username: secret, credential: secret })),
    v.maxLength(MOST_ENTRIES),
  ),
  /** ms until the run must have ended. */
  deadlineMs: milliseconds,
  /** A person asked for a thorough test: the line is filled, and every transport measured. */
  thorough: v.exactOptional(v.literal(true)),
  /** Nobody waits for it: it may take the time that tells which way is the narrower one. */
  unattended: v.exactOptional(v.literal(true)),
  /** kbit/s; the test stops looking for more above this. */
  throughputCapKbps: kilobits,
});
export type RunRequest = DeepReadonly<v.InferOutput<typeof runRequestSchema>>;

export const runProgressSchema = v.object({
  runId,
  phase: v.picklist(['connectivity', 'quality', 'throughput', 'filling', 'transports', 'finishing']),
  /** 0-1, never falls within a run. */
  fraction: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  /** Label of the server being measured, when one is. */
  provider: v.exactOptional(text),
});
export type RunProgress = DeepReadonly<v.InferOutput<typeof runProgressSchema>>;
