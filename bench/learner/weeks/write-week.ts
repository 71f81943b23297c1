/** A week as two files: the runs in the short form that `npm run replay` reads, and what is right to be told of them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shortFormOf } from './short-form.ts';
import type { Week } from './week.ts';

export async function writeWeek(folder: string, { runs, ...labels }: Week): Promise<void> {
  await mkdir(folder, { recursive: true });
  const name = `${labels.kind.replace(/[^a-z0-9]+/gi, '-')}-${labels.seed}`;
  const lines = runs.map((run) => `${JSON.stringify(shortFormOf(run))}\n`);
  await writeFile(join(folder, `${name}.jsonl`), lines.join(''));
  await writeFile(join(folder, `${name}.labels.json`), `${JSON.stringify(labels, null, 2)}\n`);
}
