/** What `replay --state FILE` keeps between invocations. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { INITIAL_MONITOR_STATE, type MonitorState } from '../src/core/monitor-state.ts';
import { readMonitorState } from '../src/core/read-monitor-state.ts';
import { UsageError } from './usage-error.ts';

const FORMAT = 'precall-replay-state';
const VERSION = 1;

const schema = v.object({
  format: v.literal(FORMAT),
  version: v.number(),
  state: v.unknown(),
});

/** A missing file is an empty state; one that cannot be read is never overwritten. */
export async function loadReplayState(path: string): Promise<MonitorState> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError(`--state ${path}: cannot be read (${error.code ?? error.message}).`);
  });
  if (text === undefined || text.trim() === '') return INITIAL_MONITOR_STATE;
  const result = v.safeParse(schema, parsed(path, text));
  if (!result.success) throw new UsageError(`--state ${path}: not a state of replay.`);
  if (result.output.version > VERSION) {
    throw new UsageError(`--state ${path}: written by a newer version, so it is left alone.`);
  }
  const state = readMonitorState(result.output.state);
  if (state === undefined) throw new UsageError(`--state ${path}: not a state of replay.`);
  return state;
}

export async function saveReplayState(path: string, state: MonitorState): Promise<void> {
  const text = JSON.stringify({ format: FORMAT, version: VERSION, state: { ...state, latest: null } });
  // Renamed into place, so that a killed process leaves the old state or the new one.
  const part = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(part, `${text}\n`, { mode: 0o600 });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`--state ${path}: cannot be written (${code ?? message}).`);
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--state ${path}: not JSON.`);
  }
}
