/** Reads an exported history back: every line is checked before any is taken. */
import * as v from 'valibot';
import { type JudgedRun, judgedRunSchema } from '../monitor/judged-run.ts';
import { lineOfThisVersion } from './line-version.ts';

const lineSchema = v.object({
  format: v.literal('precall-history'),
  version: v.literal(2),
  run: judgedRunSchema,
});

export type HistoryImport =
  | { readonly ok: true; readonly runs: readonly JudgedRun[] }
  /** The first bad line, from 1. */
  | { readonly ok: false; readonly line: number };

export function importHistory(text: string): HistoryImport {
  const runs: JudgedRun[] = [];
  for (const [index, source] of text.split('\n').entries()) {
    if (source.trim() === '') continue;
    const checked = v.safeParse(lineSchema, lineOfThisVersion(parsed(source)));
    if (!checked.success) return { ok: false, line: index + 1 };
    runs.push(checked.output.run);
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
