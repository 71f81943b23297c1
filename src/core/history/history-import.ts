/** Reads an exported history back: every line is checked before any is taken. */
import * as v from 'valibot';
import { isRecord } from '../base/is-record.ts';
import { parsedJson } from '../base/parsed-json.ts';
import { type JudgedRun, judgedRunSchema } from '../monitor/judged-run.ts';
import { lineOfThisVersion } from './line-version.ts';

const lineSchema = v.object({
  format: v.literal('precall-history'),
  version: v.literal(2),
  run: judgedRunSchema,
});

export type HistoryImport =
  | { readonly ok: true; readonly runs: readonly JudgedRun[] }
  /** The first bad line, from 1; whether a newer version of this extension wrote it. */
  | { readonly ok: false; readonly line: number; readonly isNewer: boolean };

/** Whole lines, a file's or a part of it; `firstLine`: the number of the first. */
export function importHistory(text: string, firstLine = 1): HistoryImport {
  const runs: JudgedRun[] = [];
  for (const [index, source] of text.split('\n').entries()) {
    if (source.trim() === '') continue;
    const line = parsedJson(source);
    const checked = v.safeParse(lineSchema, lineOfThisVersion(line));
    if (!checked.success) return { ok: false, line: firstLine + index, isNewer: isNewer(line) };
    runs.push(checked.output.run);
  }
  return { ok: true, runs };
}

function isNewer(line: unknown): boolean {
  const { format, version } = lineSchema.entries;
  return (
    isRecord(line) &&
    line.format === format.literal &&
    typeof line.version === 'number' &&
    line.version > version.literal
  );
}
