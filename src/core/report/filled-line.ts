/**
 * How long a packet takes while the line is full: what a thorough test found beside its full test, or why it did not. It is no
 * part of the judgement.
 */
import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { bytes, kilobits, milliseconds, text } from './bounds.ts';

const filledLineSchema = v.object({
  /** Label of the server through which it was filled. */
  provider: text,
  /** ms, median round trip of small probes on the idle line, client to TURN server and back. */
  idleRoundTripTimeMs: milliseconds,
  /** ms, the same of the probes that were sent while the line was full. */
  loadedRoundTripTimeMs: milliseconds,
  /** True when the queue still grew when the test stopped. */
  atLeast: v.boolean(),
  /** kbit/s at IP level that the line carries, of the full test before; absent where that is a lower bound. */
  capacityKbps: v.exactOptional(kilobits),
  /** IP-level bytes both ways that filling took. */
  bytes,
});
export type FilledLine = DeepReadonly<v.InferOutput<typeof filledLineSchema>>;

export const thoroughSchema = v.object({
  filledLine: v.exactOptional(filledLineSchema),
  /** Why there is none: a short, stable English phrase. */
  missing: v.exactOptional(text),
});
export type Thorough = DeepReadonly<v.InferOutput<typeof thoroughSchema>>;

type RoundTrips = Pick<FilledLine, 'idleRoundTripTimeMs' | 'loadedRoundTripTimeMs'>;

/** ms that a packet waits in the full queue, of whichever direction is the narrower. */
export function queueMsOf({ idleRoundTripTimeMs, loadedRoundTripTimeMs }: RoundTrips): number {
  return Math.max(0, loadedRoundTripTimeMs - idleRoundTripTimeMs);
}

/** Round trips a minute on the full line: the unit of https://datatracker.ietf.org/doc/draft-ietf-ippm-responsiveness/ */
export function roundTripsPerMinute({ loadedRoundTripTimeMs }: RoundTrips): number {
  return Math.round(60_000 / Math.max(1, loadedRoundTripTimeMs));
}
