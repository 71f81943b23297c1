/** bench/ABLATION.md. */
import { markdownTable } from '../report/markdown-table.ts';
import type { Ablation, Alteration, AlteredNumber } from './alterations.ts';
import type { BundledNumber } from './bundled-numbers.ts';
import { TARGETS } from './targets.ts';

export interface PageFacts {
  readonly command: string;
  readonly links: number;
  readonly numbers: number;
  readonly seconds: number;
}

export function ablationPage({ baseline, altered, unused }: Ablation, facts: PageFacts): string {
  const moving = altered.filter(({ alterations }) => alterations.some(moves));
  const changing = altered.filter((each) => !moving.includes(each) && each.alterations.some(changes));
  const idle = altered.filter(({ alterations }) => !alterations.some(changes));
  return `# Which number moves what

\`${facts.command}\`: each of the ${facts.numbers} numbers of the measurement (src/precall/plan, estimate, and what they share) halved and doubled, one at a
time, on ${facts.links} simulated links: rates, round trips, losses single and in runs, jitter independent and correlated, queues, token buckets, policers, slots, cross
traffic, both browsers' clocks, and browsers that stand still. Of a factor above 1 what it adds is altered, of a share above one half what it leaves. Where half and twice
change no report, a sixteenth and sixteen times are tried as well. What is said to move has moved by more than twice what chance moves it; less is better of each target.

The simulated link repeats nothing, as TCP would, and has no pacer of a browser: what was made for those (\`tcp-\`, \`PACER_FLUSH\`, \`warm-up\`) shows here
only in part. ${moving.length} numbers move a target, ${changing.length} change a report without moving one, ${idle.length} change no report, and ${unused.length} are not asked
for on these links. It took ${Math.round(facts.seconds)} s.

## As it is

${markdownTable(
  ['target', 'reached', 'by chance'],
  TARGETS.map(({ name }, i) => [
    name,
    shown(baseline.targets[i] ?? 0, i),
    `+- ${shown(baseline.chance[i] ?? 0, i)}`,
  ]),
)}

## Numbers that move a target

${table(moving)}

## Numbers that change a report, and move no target

${table(changing)}

## Numbers that change no report

${idle.map(({ number }) => `- ${named(number)} = ${number.value}`).join('\n') || 'None.'}

## Numbers that these links do not ask for

${unused.map((number) => `- ${named(number)} = ${number.value}`).join('\n') || 'None.'}
`;
}

const moves = ({ moved }: Alteration) => moved.some((by) => by !== undefined);
const changes = ({ changed }: Alteration) => changed > 0;

function table(altered: readonly AlteredNumber[]): string {
  const rows = altered.map(({ number, alterations }) => [
    named(number),
    String(number.value),
    alterations.map(told).join('; '),
  ]);
  return rows.length === 0
    ? 'None.'
    : markdownTable(['number', 'is', 'tried: reports changed, targets moved'], rows);
}

function told({ value, changed, moved }: Alteration): string {
  const targets = moved.flatMap((by, i) =>
    by === undefined ? [] : [`${TARGETS[i]?.name} ${by > 0 ? '+' : ''}${shown(by, i)}`],
  );
  return `${Number(value.toPrecision(3))}: ${[changed, ...targets].join(', ')}`;
}

function named({ file, name }: BundledNumber): string {
  return `${file.replace(/^.*\//, '').replace('.ts', '')} \`${name.replaceAll('|', '\\|')}\``;
}

function shown(value: number, target: number): string {
  return value.toFixed(TARGETS[target]?.digits ?? 2);
}
