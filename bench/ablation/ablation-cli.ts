/** `npm run bench:ablation`: what each number of the measurement is worth. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../project-root.ts';
import { ablationPage } from './ablation-page.ts';
import { ablation } from './alterations.ts';
import { AlteredMeasurement } from './altered-measurement.ts';
import { drawLinks } from './drawn-links.ts';
import { reached, TARGETS } from './targets.ts';

const USAGE = `npm run bench:ablation [-- OPTIONS]

Measures simulated links as the product would, with each number of the measurement halved and doubled in turn, and prints which target moves by how much.

  --seed N        which links are drawn (1)
  --links N       how many (24)
  --numbers TEXT  only numbers whose file or name holds TEXT
  --told          only measures the links, with no number altered: the targets, and a digest of each link's whole report, to compare two checkouts
  --write         writes bench/ABLATION.md
`;

export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      links: { type: 'string', default: '24' },
      numbers: { type: 'string', default: '' },
      told: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const links = drawLinks(Number(values.seed), Number(values.links));
  const measurement = await AlteredMeasurement.load();
  if (values.told) {
    const outcomes = [];
    for (const link of links) outcomes.push((await measurement.outcome(link)).outcome);
    for (const [i, { told }] of outcomes.entries())
      console.log(links[i]?.seed, createHash('sha256').update(told).digest('hex').slice(0, 16));
    reached(outcomes).forEach((value, i) => {
      console.log(`${TARGETS[i]?.name}: ${value.toFixed(TARGETS[i]?.digits)}`);
    });
    return 0;
  }
  const start = performance.now();
  const result = await ablation(measurement, links, ({ file, name }) =>
    `${file} ${name}`.includes(values.numbers),
  );
  const page = ablationPage(result, {
    command: ['npm run bench:ablation --', ...args].join(' '),
    links: links.length,
    numbers: measurement.numbers.length,
    seconds: (performance.now() - start) / 1000,
  });
  if (values.write) await writeFile(join(projectRoot, 'bench/ABLATION.md'), page);
  else console.log(page);
  return 0;
}
