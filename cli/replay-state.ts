/** What `replay --state FILE` keeps between invocations. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { INITIAL_MONITOR_STATE, type MonitorState } from '../src/core/monitor-state.ts';
import { UsageError } from './usage-error.ts';

const FORMAT = 'precall-replay-state';
const VERSION = 1;

const schema = v.object({
  format: v.literal(FORMAT),
  version: v.number(),
  state: v.looseObject({
    lastNetwork: v.nullable(v.string()),
    networks: v.record(v.string(), v.looseObject({})),
    stability: v.looseObject({ version: v.literal(1), networks: v.record(v.string(), v.looseObject({})) }),
    notifications: v.looseObject({
      version: v.literal(1),
      networks: v.record(v.string(), v.looseObject({})),
    }),
    dataUse: v.looseObject({}),
  }),
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
  return { ...INITIAL_MONITOR_STATE, ...(result.output.state as unknown as MonitorState), latest: null };
}

export async function saveReplayState(path: string, state: MonitorState): Promise<void> {
  const text = JSON.stringify({ format: FORMAT, version: VERSION, state: { ...state, latest: null } });
  // Renamed into place, so that a killed process leaves the old state or the new one.
  const part = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(part, `${text}\n`, { mode: 0o600 });
    await rename(part, path);
  } catch (error) {
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
