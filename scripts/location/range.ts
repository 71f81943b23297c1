/** What the location data is made from: named ranges of addresses. */
import type { Address } from '../../src/core/location/address.ts';

/** From this address on, the name holds; the empty name is "nothing known". Ascending, no two alike in a row. */
export interface Transition {
  readonly start: bigint;
  readonly name: string;
}

/** Both ends inclusive. */
export interface NamedRange {
  readonly first: bigint;
  readonly last: bigint;
  readonly name: string;
}

/** Above every address. */
const BEYOND = 1n << 129n;

/**
 * Flattens ranges that may overlap: the narrowest one that holds an address names it, as in routing; of two that
 * are equally narrow, the one that begins later, or stands later.
 */
export function* flatten(ranges: readonly NamedRange[]): Generator<Transition> {
  const ordered = [...ranges].sort((a, b) => compare(a.first, b.first));
  let open: NamedRange[] = [];
  let next = 0;
  while (next < ordered.length || open.length > 0) {
    let at = ordered[next]?.first ?? BEYOND;
    for (const range of open) if (range.last + 1n < at) at = range.last + 1n;
    open = open.filter((range) => range.last >= at);
    for (let range = ordered[next]; range?.first === at; range = ordered[++next]) open.push(range);
    yield { start: at, name: narrowest(open)?.name ?? '' };
  }
}

function narrowest(open: readonly NamedRange[]): NamedRange | undefined {
  return open.reduce<NamedRange | undefined>(
    (best, range) => (best === undefined || width(range) <= width(best) ? range : best),
    undefined,
  );
}

const width = ({ first, last }: NamedRange) => last - first;
const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);

/** Puts a nothing before the first transition and joins equal neighbours. */
export function* joined(transitions: Iterable<Transition>): Generator<Transition> {
  let last = '';
  let isFirst = true;
  for (const transition of transitions) {
    if (isFirst && transition.start !== 0n) yield { start: 0n, name: '' };
    if (isFirst ? transition.start === 0n || transition.name !== '' : transition.name !== last)
      yield transition;
    last = transition.name;
    isFirst = false;
  }
  if (isFirst) yield { start: 0n, name: '' };
}

/** The range of a prefix, for example of `203.0.113.0/24`. */
export function rangeOfPrefix({ family, value }: Address, length: number, name: string): NamedRange {
  const hosts = 1n << BigInt((family === 4 ? 32 : 128) - length);
  return { first: value, last: value + hosts - 1n, name };
}
