/** What `replay --state FILE` keeps between invocations. */
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { parsedJson } from '../src/core/base/parsed-json.ts';
import { INITIAL_MONITOR_STATE, type MonitorState } from '../src/core/monitor/monitor-state.ts';
import { readMonitorState } from '../src/core/monitor/read-monitor-state.ts';
import { UsageError } from './usage-error.ts';

const FORMAT = 'precall-replay-state';
/** Of the file, to be raised when an older program could not read it. */
const VERSION = 1;

const schema = v.object({
  format: v.literal(FORMAT),
  version: v.number(),
  state: v.unknown(),
});

/** A missing file is an empty state; one that cannot be read is never overwritten. */
export async function loadReplayState(path: string): Promise<MonitorState> {
  const text = await readFileIfThere(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UsageError(`--state ${path}: cannot be read (${error.code ?? error.message}).`);
  });
  if (text === undefined || text.trim() === '') return INITIAL_MONITOR_STATE;
  const file = parsedJson(text);
  if (file === undefined) throw new UsageError(`--state ${path}: not JSON.`);
  const result = v.safeParse(schema, file);
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
  const target = await targetOf(path);
  const part = `${target}.${process.pid}.tmp`;
  try {
    await writeFile(part, `${text}\n`, { mode: 0o600 });
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(`--state ${path}: cannot be written (${code ?? message}).`);
  }
}

async function readFileIfThere(path: string): Promise<string> {
  // A device, say /dev/null, would be replaced by the file that is renamed into its place.
  if (!(await stat(path)).isFile()) throw new Error('it is no file');
  return readFile(path, 'utf8');
}

/** A link stays one, and what it leads to is replaced. */
async function targetOf(path: string): Promise<string> {
  // Where there is nothing yet, writing tells what is wrong.
  return realpath(path).catch(() => path);
}
