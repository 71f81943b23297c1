/**
 * An exported history, read piece by piece: a year of it is some 200 MB. All of it is checked before any is stored, so
 * it is read twice.
 */
import { type HistoryImport, importHistory } from '../core/history/history-import.ts';
import { type Marks, marksOf } from '../core/history/whose-history.ts';
import type { JudgedRun } from '../core/monitor/judged-run.ts';

/** Beyond what the history may take, with what an export adds to each run. */
const MOST_HISTORY_FILE_BYTES = 500_000_000;
/** Characters; a run through 20 servers with 10 URLs each takes about a fifth. */
const MOST_LINE_CHARACTERS = 1_000_000;

export type BadHistoryFile =
  | Exclude<HistoryImport, { ok: true }>
  | { readonly ok: false; readonly error: 'too-long' };

/** What stands in a file of which every line is a run. */
export interface GoodHistoryFile {
  readonly ok: true;
  readonly runs: number;
  readonly marks: Marks;
}

export async function lookAtHistoryFile(file: Blob): Promise<GoodHistoryFile | BadHistoryFile> {
  if (file.size > MOST_HISTORY_FILE_BYTES) return { ok: false, error: 'too-long' };
  let runs = 0;
  const networks = new Set<string>();
  const devices = new Set<string>();
  for await (const read of piecesOf(file)) {
    if (!read.ok) return read;
    runs += read.runs.length;
    const marks = marksOf(read.runs);
    for (const key of marks.networks) networks.add(key);
    for (const device of marks.devices) devices.add(device);
  }
  return { ok: true, runs, marks: { networks, devices } };
}

/** The runs of a file without fault, some at a time. */
export async function* runsOfHistoryFile(file: Blob): AsyncGenerator<readonly JudgedRun[]> {
  for await (const read of piecesOf(file)) {
    if (!read.ok) throw new Error(`Line ${read.line} changed while it was read.`);
    if (read.runs.length > 0) yield read.runs;
  }
}

/** As many whole lines as came at once. */
async function* piecesOf(file: Blob): AsyncGenerator<HistoryImport> {
  const decoder = new TextDecoder();
  const reader = file.stream().getReader();
  let rest = '';
  let line = 1;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const end = done ? rest.length : rest.lastIndexOf('\n') + 1;
      const whole = rest.slice(0, end);
      rest = rest.slice(end);
      if (whole !== '') yield importHistory(whole, line);
      line += whole.split('\n').length - 1;
      if (rest.length > MOST_LINE_CHARACTERS) yield { ok: false, line, isNewer: false };
      if (done) return;
    }
  } finally {
    await reader.cancel();
  }
}
