/** What a watch comes to, as sentences by their keys in `_locales`, and what to do about it. */
import { MINUTE_MS } from '../base/durations.ts';
import { HIGH_LATENCY_MS, UNSTABLE_LOSS_RATIO } from '../judgement/limits.ts';
import type { WatchSummary, WatchUpdate } from './watch-report.ts';

/** A number with the unit it is written in. */
export interface WatchValue {
  readonly as: 'duration' | 'seconds' | 'percent';
  readonly value: number;
}

/** One sentence; with a count it has a form for each number (`<key>_one`, `<key>_other`). */
export type WatchWords =
  | { readonly key: 'watchNoStall' | 'watchNoLoss' | 'watchLoss'; readonly values: readonly WatchValue[] }
  | {
      readonly plural: 'watchStalls' | 'watchInterruptions';
      readonly count: number;
      readonly values: readonly WatchValue[];
    };

/** Whether there is anything to sum up. */
export function hasSeen({ summary }: Pick<WatchUpdate, 'summary'>): boolean {
  return summary.probesSent > 0;
}

export function watchSentences({
  durationMs,
  probesSent,
  probesLost,
  stalls,
  interruptions,
}: WatchSummary): WatchWords[] {
  const over: WatchValue = { as: 'duration', value: durationMs };
  const longest = (spans: WatchSummary['stalls']): WatchValue => ({
    as: 'seconds',
    value: Math.max(...spans.map(({ ms }) => ms)),
  });
  const lossRatio = probesSent === 0 ? 0 : probesLost / probesSent;
  return [
    stalls.length === 0
      ? { key: 'watchNoStall', values: [over] }
      : { plural: 'watchStalls', count: stalls.length, values: [over, longest(stalls)] },
    lossRatio === 0
      ? { key: 'watchNoLoss', values: [] }
      : { key: 'watchLoss', values: [{ as: 'percent', value: lossRatio }] },
    ...(interruptions.length === 0
      ? []
      : [
          {
            plural: 'watchInterruptions' as const,
            count: interruptions.length,
            values: [longest(interruptions)],
          },
        ]),
  ];
}

/** ms below which a watch in which nothing happened tells little. */
const SHORT_MS = MINUTE_MS;
/** Round trip of one probe in twenty, by the usual one, ms: from there on the line fills up at times (bufferbloat). */
const RISING = { timesUsual: 2, moreMs: 100 } as const;

export type WatchAdvice = 'path' | 'stallsOnCable' | 'stalls' | 'loss' | 'rising' | 'far' | 'short' | 'calm';

/** Of several causes the one that is to be seen to first. */
export function watchAdvice({
  summary,
  networkType,
}: Pick<WatchUpdate, 'summary' | 'networkType'>): WatchAdvice {
  const { stalls, interruptions, changes, probesSent, probesLost, roundTripTime, durationMs } = summary;
  if (interruptions.length > 0 || changes.some(({ kind }) => kind !== 'pair')) return 'path';
  if (stalls.length > 0) return networkType === 'ethernet' ? 'stallsOnCable' : 'stalls';
  if (probesLost > UNSTABLE_LOSS_RATIO * probesSent) return 'loss';
  const { medianMs = 0, p95Ms = 0 } = roundTripTime ?? {};
  if (p95Ms > RISING.timesUsual * medianMs + RISING.moreMs) return 'rising';
  if (medianMs > HIGH_LATENCY_MS) return 'far';
  return durationMs < SHORT_MS ? 'short' : 'calm';
}
