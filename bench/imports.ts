/** Times the imports of the options page on the largest files that they take, in Node; without storing what is read. */
import { exportLine } from '../src/core/history/history-record.ts';
import { parseSettings, type Settings } from '../src/core/settings/settings.ts';
import { importSettings, MOST_SETTINGS_FILE_BYTES } from '../src/core/settings/settings-transfer.ts';
import { lookAtHistoryFile } from '../src/views/history-file.ts';
import { judgedRun } from '../test/core/builders/judged-runs.ts';

const HISTORY_BYTES = 200_000_000;
const REPEATS = 9;

/** What may stand in a file of settings as often as there is room for it, all of it wrong: what number `place` adds to the file. */
const WRONG: Readonly<Record<string, (place: number) => object>> = {
  servers: () => ({ servers: [{ label: 7, urls: ['nowhere'], username: '', credential: '' }] }),
  'servers with unknown keys': (place) => ({ servers: [{ label: 7, [`k${place}`]: 1 }] }),
  'servers of one URI each': () => ({ servers: [{ label: 'a', urls: ['x'] }] }),
  'texts of notifications': (place) => ({ notifications: { texts: { [`x${place}`]: 7 } } }),
  headers: (place) => ({ otlp: { headers: { [`(${place}`]: '' } } }),
  attributes: () => ({ otlp: { attributes: ['x'] } }),
  sites: () => ({ sites: { allowed: [{ pattern: 'x' }] } }),
  'unknown sections': (place) => ({ [`k${place}`]: 1 }),
  'unknown keys of a section': (place) => ({ schedule: { [`k${place}`]: 1, enabled: 7 } }),
};

export async function main(): Promise<void> {
  const current = twentyServers();
  console.table(
    Object.fromEntries(
      Object.entries(WRONG).map(([what, wrong]) => [what, timed(filledWith(wrong), current)]),
    ),
  );
  const line = `${exportLine(judgedRun({ at: 1_700_000_000_000, summaryCode: 95 }))}\n`;
  const block = line.repeat(Math.ceil(1_000_000 / line.length));
  const file = new Blob(Array.from({ length: Math.ceil(HISTORY_BYTES / block.length) }, () => block));
  const begun = performance.now();
  const { ok } = await lookAtHistoryFile(file);
  const seconds = (performance.now() - begun) / 1000;
  console.table({
    [`history of ${Math.round(file.size / 1e6)} MB checked, s`]: Number(seconds.toFixed(1)),
    'faults found in it': ok ? 0 : 1,
    'memory of the process at the end, MB': Math.round(process.memoryUsage().rss / 1e6),
  });
}

function timed(file: string, current: Settings) {
  const times: number[] = [];
  let told = 0;
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const begun = performance.now();
    const read = importSettings(file, current);
    times.push(performance.now() - begun);
    if (read.ok) told = read.unknown.length;
    else if (read.error === 'invalid') told = read.errors.length;
    else throw new Error(`The file is ${read.error}`);
  }
  const [first = Number.NaN] = times;
  times.sort((a, b) => a - b);
  return {
    bytes: file.length,
    'first, ms': Math.round(first),
    'median, ms': Math.round(times[REPEATS >> 1] ?? Number.NaN),
    'worst, ms': Math.round(times.at(-1) ?? Number.NaN),
    told,
  };
}

/** Whose servers those of the file are compared with. */
function twentyServers(): Settings {
  const read = parseSettings({
    servers: Array.from({ length: 20 }, (_, place) => ({
      label: `Server ${place}`,
      urls: Array.from({ length: 10 }, (_, port) => `turn:turn${place}.example.com:${3478 + port}`),
      username: 'somebody',
      credential: 'something',
    })),
  });
  if (!read.ok) throw new Error('The settings are not good');
  return read.settings;
}

/** As much of it as the largest file that is taken holds. */
function filledWith(wrong: (place: number) => object): string {
  let most = 40_000;
  for (;;) {
    const settings = {};
    for (let place = 0; place < most; place += 1) merge(settings, wrong(place));
    const text = JSON.stringify({ format: 'precall-settings', version: 1, settings });
    if (text.length <= MOST_SETTINGS_FILE_BYTES) return text;
    most = Math.floor((most * MOST_SETTINGS_FILE_BYTES) / text.length) - 1;
  }
}

function merge(into: Record<string, unknown>, from: object): void {
  for (const [key, value] of Object.entries(from)) {
    const before = into[key];
    if (Array.isArray(before) && Array.isArray(value)) before.push(...value);
    else if (typeof before === 'object' && before !== null) merge(before as Record<string, unknown>, value);
    else into[key] = value;
  }
}
