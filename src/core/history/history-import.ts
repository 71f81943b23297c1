/** Reads an exported history back: every line is checked before any is taken. */
import * as v from 'valibot';
import type { JudgedRun } from '../monitor/monitor-state.ts';
import { SUMMARY_CODES } from '../sct/sct-codes.ts';
import { lineOfThisVersion } from './line-version.ts';

/** https://tc39.es/ecma262/#sec-time-values-and-time-range : no later one can be written as a date. */
const LAST_TIME = 8.64e15;
const nullableNumber = v.nullable(v.pipe(v.number(), v.finite()));
const line = v.object({
  format: v.literal('precall-history'),
  version: v.literal(2),
  run: v.looseObject({
    runId: v.pipe(v.string(), v.nonEmpty(), v.maxLength(200)),
    at: v.pipe(v.number(), v.minValue(0), v.maxValue(LAST_TIME)),
    network: v.string(),
    best: v.nullable(v.string()),
    report: v.looseObject({ servers: v.array(v.unknown()), network: v.looseObject({}) }),
    event: v.looseObject({
      summaryCode: v.picklist(SUMMARY_CODES),
      connectivityCode: v.picklist([1, 2, 3]),
      networkType: v.string(),
    }),
    preCallTestResults: v.array(
      v.looseObject({
        provider: v.string(),
        mediaConnectivity: v.boolean(),
        rtt: nullableNumber,
        jitter: nullableNumber,
        fractionalLoss: nullableNumber,
        throughput: nullableNumber,
        mos: v.optional(nullableNumber, null),
        urls: v.array(v.looseObject({ url: v.string() })),
      }),
    ),
    normal: v.looseObject({}),
    unstable: v.boolean(),
    notified: v.boolean(),
  }),
});

export type HistoryImport =
  | { readonly ok: true; readonly runs: readonly JudgedRun[] }
  /** The first bad line, from 1. */
  | { readonly ok: false; readonly line: number };

export function importHistory(text: string): HistoryImport {
  const runs: JudgedRun[] = [];
  for (const [index, source] of text.split('\n').entries()) {
    if (source.trim() === '') continue;
    const checked = v.safeParse(line, lineOfThisVersion(parsed(source)));
    if (!checked.success) return { ok: false, line: index + 1 };
    // What a chart or a table reads is checked above; the rest is only carried.
    runs.push(checked.output.run as unknown as JudgedRun);
  }
  return { ok: true, runs };
}

function parsed(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    // Not JSON: the caller names the line.
    return undefined;
  }
}
