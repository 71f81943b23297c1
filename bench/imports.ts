/** Times the imports of the options page on the largest files that they take, in Node; without storing what is read. */
import { exportLine } from '../src/core/history/history-record.ts';
import { DEFAULT_SETTINGS } from '../src/core/settings/settings.ts';
import { importSettings, MOST_SETTINGS_FILE_BYTES } from '../src/core/settings/settings-transfer.ts';
import { lookAtHistoryFile } from '../src/views/history-file.ts';
import { judgedRun } from '../test/core/builders/judged-runs.ts';

const HISTORY_BYTES = 200_000_000;
const REPEATS = 9;

export async function main(): Promise<void> {
  const faulty = JSON.stringify({
    format: 'precall-settings',
    version: 1,
    settings: { servers: many({ label: 7, urls: ['nowhere'], username: '', credential: '' }) },
  });
  const times: number[] = [];
  let errors = 0;
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const begun = performance.now();
    const read = importSettings(faulty, DEFAULT_SETTINGS);
    times.push(performance.now() - begun);
    errors = read.ok || read.error !== 'invalid' ? 0 : read.errors.length;
  }
  times.sort((a, b) => a - b);
  const line = `${exportLine(judgedRun({ at: 1_700_000_000_000, summaryCode: 95 }))}\n`;
  const block = line.repeat(Math.ceil(1_000_000 / line.length));
  const file = new Blob(Array.from({ length: Math.ceil(HISTORY_BYTES / block.length) }, () => block));
  const begun = performance.now();
  const { ok } = await lookAtHistoryFile(file);
  const seconds = (performance.now() - begun) / 1000;
  console.table({
    [`settings of ${faulty.length} bytes, all wrong: median of ${REPEATS}, ms`]: Math.round(
      times[Math.floor(REPEATS / 2)] ?? 0,
    ),
    'the same, the worst (the first), ms': Math.round(times.at(-1) ?? 0),
    'errors told of them': errors,
    [`history of ${Math.round(file.size / 1e6)} MB checked, s`]: Number(seconds.toFixed(1)),
    'faults found in it': ok ? 0 : 1,
    'memory of the process at the end, MB': Math.round(process.memoryUsage().rss / 1e6),
  });
}

/** As many as fit into the largest file that is taken. */
function many(server: object): object[] {
  const each = JSON.stringify(server).length + 1;
  return Array.from({ length: Math.floor((MOST_SETTINGS_FILE_BYTES - 200) / each) }, () => server);
}
