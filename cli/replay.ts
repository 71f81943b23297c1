/** `npm run --silent replay`: a history through the very code of the extension, one JSON line for each run. */

import type { ZoneOffset } from '../src/core/base/local-time.ts';
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { INITIAL_MONITOR_STATE } from '../src/core/monitor/monitor-state.ts';
import { forecastOf } from '../src/core/monitor/run-forecast.ts';
import { sctCallbacks } from '../src/core/monitor/sct-callbacks.ts';
import { readOptions } from './read-options.ts';
import { parseReplayLine } from './replay-input.ts';
import { judgeReplayed } from './replay-judge.ts';
import { loadReplayState, saveReplayState } from './replay-state.ts';
import { zoneOffsetOf } from './time-zone.ts';
import { UsageError } from './usage-error.ts';

const USAGE = `Usage: npm run --silent replay -- [--state FILE] [--timezone ZONE] < runs.jsonl

Reads runs from standard input, one JSON object a line: as the history exports them, or short:
  {"t": ms, "network": "any string", "server": "any string", "type": "wifi", "rtt": ms|null, "jitter": ms|null, "loss": 0..1|null,
   "lossUp": 0..1|null, "lossDown": 0..1|null, "bandwidth": kbit/s|null, "bandwidthUp": kbit/s|null, "bandwidthDown": kbit/s|null}
Writes what the extension says of each run, one JSON line a run. "told" is why it told
something, or why not.

  --state FILE     keep what was learnt between invocations
  --timezone ZONE  whose days and hours the runs are of, say Europe/Helsinki; UTC when not given
  --help           print this
`;

const OPTIONS = {
  state: { type: 'string' },
  timezone: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** ms between two writes of the state while runs come in. */
const SAVE_EVERY_MS = 1000;

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), OPTIONS);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const offsetAt = zoneOf(options.timezone ?? 'UTC');
  let state = options.state === undefined ? INITIAL_MONITOR_STATE : await loadReplayState(options.state);
  let savedAt = performance.now();
  const save = async (now = true) => {
    if (options.state === undefined || (!now && performance.now() - savedAt < SAVE_EVERY_MS)) return;
    await saveReplayState(options.state, state);
    savedAt = performance.now();
  };
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    // More than once: a whole group is signalled, and whoever started us passes the signal on.
    process.on(signal, () => {
      stopped = true;
      process.stdin.destroy();
    });
  }
  // Whoever reads may have seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && !stopped) {
      process.stderr.write(`replay: the output cannot be written (${error.code ?? error.message}).\n`);
      process.exitCode = 1;
    }
    stopped = true;
    process.stdin.destroy();
  });
  let number = 0;
  for await (const line of linesOf(process.stdin)) {
    if (stopped) break;
    number++;
    if (line.trim() === '') continue;
    const input = parseReplayLine(line);
    if (!input.ok) {
      process.stderr.write(`replay: line ${number}: ${input.message}\n`);
      continue;
    }
    const step = judgeReplayed(state, input.run, offsetAt);
    state = step.state;
    if (!process.stdout.write(`${JSON.stringify(outputOf(step.run))}\n`)) await drained();
    await save(false);
  }
  await save();
}

function zoneOf(name: string): ZoneOffset {
  try {
    return zoneOffsetOf(name);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`--timezone ${name}: no such time zone.`);
  }
}

function outputOf(run: JudgedRun) {
  const { network, unstable, score, because, normal, notified, told } = run;
  const { event } = sctCallbacks(run);
  const { timestamp, connectivityCode, statusCode, summaryCode, notificationCode } = event;
  return {
    timestamp,
    network,
    connectivityCode,
    statusCode,
    summaryCode,
    notificationCode,
    unstable,
    score,
    because,
    normal,
    notified,
    told,
    clearNotification: event.clearNotification,
    notificationID: event.notificationID,
    forecast: forecastOf(run),
    measuredAt: run.measuredAt ?? null,
    confirmed: run.confirmed ?? true,
  };
}

/** Lines as soon as they are complete; the last one may lack its line feed. */
async function* linesOf(input: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of input) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    // The stream was closed by a signal: what came is worked off, the unfinished line is not.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    return;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

async function drained(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.stdout.once('drain', resolve);
    process.stdout.once('close', resolve);
    process.stdout.once('error', () => resolve());
  });
}

try {
  await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`replay: ${error.message}\n`);
  process.exitCode = 2;
}
