/** Measures drawn lines with a full run that looks for the narrower way, and sets what it tells beside the line. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium, ensureFirefox } from '../../scripts/set-up.mjs';
import { median } from '../../src/core/base/statistics.ts';
import { openLink } from '../link/open-link.ts';
import { closeLinksWhenInterrupted } from '../link/open-links.ts';
import { buildPage } from '../page/build-page.ts';
import type { Measurement } from '../page/measurement.ts';
import { markdownTable } from '../report/markdown-table.ts';
import { openPage } from '../run/open-page.ts';
import { serverOf } from '../run/run-job.ts';
import type { Job } from '../run/run-record.ts';
import { type DrawnLine, drawLine } from './drawn-lines.ts';
import { HEADER, isRight, wayRow } from './way-row.ts';

const USAGE = `node bench/ways.mjs [options]

Full runs that look for the narrower way, over emulated lines drawn from a seed (root, Linux).

  --lines N        (20)
  --seed S         of the first line; the others follow (1)
  --browser NAME   chromium (default) or firefox
`;

const OPTIONS = {
  lines: { type: 'string', default: '20' },
  seed: { type: 'string', default: '1' },
  browser: { type: 'string', default: 'chromium' },
  help: { type: 'boolean', default: false },
} as const;

/** kbit/s; the product's own cap. */
const CAP_KBPS = 10_000;

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const { browser } = values;
  if (browser !== 'chromium' && browser !== 'firefox')
    throw new Error(`--browser: there is no "${browser}". See --help.`);
  closeLinksWhenInterrupted();
  const folder = await mkdtemp(join(tmpdir(), 'precall-ways-'));
  const rows: string[][] = [];
  const told: { line: DrawnLine; measurement: Measurement }[] = [];
  try {
    await buildPage(folder);
    for (let i = 0; i < Number(values.lines); i += 1) {
      const line = drawLine(Number(values.seed) + i);
      const measurement = await measure(line, browser, folder);
      told.push({ line, measurement });
      rows.push(wayRow(line, measurement));
      console.error(rows.at(-1)?.join(' | '));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  console.log(markdownTable(HEADER, rows));
  console.log(`\n${summary(told)}`);
  return 0;
}

async function measure({ spec }: DrawnLine, browser: Job['browser'], folder: string): Promise<Measurement> {
  const link = await openLink(spec);
  try {
    const executable = await (browser === 'firefox' ? ensureFirefox() : ensureChromium());
    const page = await openPage(browser, link, { executable, folder, scratch: folder });
    try {
      const servers = [serverOf(link, 'udp')];
      const request = { tool: 'precall-ways', servers, capKbps: CAP_KBPS, forceRelay: false } as const;
      return await page.measure(request, async () => {});
    } finally {
      await page.close();
    }
  } finally {
    await link.close();
  }
}

function summary(told: readonly { line: DrawnLine; measurement: Measurement }[]): string {
  const named = told.filter(({ measurement }) => measurement.narrower !== undefined);
  const right = named.filter(({ line, measurement }) => isRight(line, measurement));
  const errors = named.flatMap(({ line, measurement: { narrower, upKbps } }) =>
    narrower === 'down' && upKbps !== undefined
      ? Math.abs(upKbps / (line.spec.up.rateKbps * (1 - line.spec.up.loss)) - 1)
      : [],
  );
  const times = told.map(({ measurement }) => measurement.durationMs);
  return [
    `${named.length} of ${told.length} told, ${right.length} of them right.`,
    `The wider way up, where that was told: median error ${percent(median(errors))} of ${errors.length}.`,
    `Time: median ${((median(times) ?? 0) / 1000).toFixed(1)} s.`,
  ].join(' ');
}

const percent = (share: number | undefined) => (share === undefined ? '-' : `${(100 * share).toFixed(1)} %`);
