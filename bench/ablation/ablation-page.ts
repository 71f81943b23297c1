/** bench/ABLATION.md. */
import { markdownTable } from '../report/markdown-table.ts';
import type { Ablation, Alteration } from './alterations.ts';
import type { BundledNumber } from './bundled-numbers.ts';
import { TARGETS } from './targets.ts';

export interface PageFacts {
  readonly command: string;
  readonly links: number;
  readonly numbers: number;
  readonly seconds: number;
}

const HEADER = ['number', 'is', 'tried', 'changed', ...TARGETS.map(({ name }) => name)];

export function ablationPage({ baseline, alterations, unused }: Ablation, facts: PageFacts): string {
  const moving = new Set(alterations.filter(moves).map(({ number }) => number));
  const changing = new Set(alterations.filter(({ changed }) => changed > 0).map(({ number }) => number));
  const tried = [...new Set(alterations.map(({ number }) => number))];
  return `# Which number moves what

\`${facts.command}\`: each of the ${facts.numbers} numbers of the measurement (src/precall/plan, estimate, and what they share) halved and doubled, one at a
time, on ${facts.links} simulated links: rates, round trips, losses single and in runs, jitter independent and correlated, queues, token buckets, policers, slots, cross
traffic, both browsers' clocks, and browsers that stand still. Of a factor above 1 what it adds is halved and doubled, of a share above one half what it leaves. What stands
in the table has moved by more than twice what the target moves by chance; less is better of each.

The simulated link repeats nothing, as TCP would, and has no pacer of a browser: what was made for those (\`tcp-\`, \`PACER_FLUSH\`, \`warm-up\`) shows here
only in part. ${moving.size} numbers move a target, ${changing.size - moving.size} change a report without moving one, ${tried.length - changing.size} change
no report, and ${unused.length} are not asked for on these links. It took ${Math.round(facts.seconds)} s.

## As it is

${markdownTable(
  ['', ...TARGETS.map(({ name }) => name)],
  [
    ['reached', ...baseline.targets.map((value, i) => shown(value, i))],
    ['by chance', ...baseline.chance.map((value, i) => shown(value, i))],
  ],
)}

## Numbers that move a target

${markdownTable(HEADER, alterations.filter(({ number }) => moving.has(number)).map(row))}

## Numbers that change a report, and move no target

${list(
  tried.filter((number) => changing.has(number) && !moving.has(number)),
  alterations,
)}

## Numbers that change no report

${list(
  tried.filter((number) => !changing.has(number)),
  alterations,
)}

## Numbers that these links do not ask for

${list(unused, alterations)}
`;
}

const moves = ({ moved }: Alteration) => moved.some((by) => by !== undefined);

function row({ number, value, changed, moved }: Alteration): string[] {
  const cells = moved.map((by, i) => (by === undefined ? '' : `${by > 0 ? '+' : ''}${shown(by, i)}`));
  return [
    named(number),
    String(number.value),
    String(Number(value.toPrecision(4))),
    String(changed),
    ...cells,
  ];
}

function list(numbers: readonly BundledNumber[], alterations: readonly Alteration[]): string {
  if (numbers.length === 0) return 'None.';
  const changed = (number: BundledNumber) =>
    alterations.flatMap((each) => (each.number === number ? [each.changed] : []));
  return numbers
    .map(
      (number) =>
        `- ${named(number)} = ${number.value}${changed(number).some(Boolean) ? ` (${changed(number).join(', ')} links)` : ''}`,
    )
    .join('\n');
}

function named({ file, name }: BundledNumber): string {
  return `${file.replace(/^.*\//, '').replace('.ts', '')} \`${name.replaceAll('|', '\\|')}\``;
}

function shown(value: number, target: number): string {
  return value.toFixed(TARGETS[target]?.digits ?? 2);
}
