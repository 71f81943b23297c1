/** Nelder and Mead's simplex (1965): the smallest value of a function of a few numbers, without derivatives. */
const STEP = 0.3;
const MOST_ROUNDS = 600;
const CLOSE_ENOUGH = 1e-7;

type Point = { readonly at: readonly number[]; readonly cost: number };

export function nelderMead(
  costOf: (at: readonly number[]) => number,
  start: readonly number[],
): readonly number[] {
  const point = (at: readonly number[]): Point => ({ at, cost: costOf(at) });
  let simplex = [
    point(start),
    ...start.map((_, i) => point(start.map((value, k) => (k === i ? value + STEP : value)))),
  ];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    simplex = simplex.toSorted((a, b) => a.cost - b.cost);
    const [best] = simplex as [Point];
    const worst = simplex.at(-1) as Point;
    if (worst.cost - best.cost < CLOSE_ENOUGH) break;
    const others = simplex.slice(0, -1);
    const centre = start.map((_, i) => others.reduce((sum, { at }) => sum + (at[i] ?? 0), 0) / others.length);
    const beyond = (factor: number) =>
      point(centre.map((value, i) => value + factor * (value - (worst.at[i] ?? 0))));
    const reflected = beyond(1);
    const better = replacement(reflected, best, others.at(-1) as Point, worst, beyond);
    simplex = better
      ? [...others, better]
      : simplex.map(({ at }) => point(at.map((value, i) => (value + (best.at[i] ?? 0)) / 2)));
  }
  return (simplex.toSorted((a, b) => a.cost - b.cost)[0] as Point).at;
}

/** What takes the worst one's place; undefined: the simplex is to shrink around its best. */
function replacement(
  reflected: Point,
  best: Point,
  second: Point,
  worst: Point,
  beyond: (factor: number) => Point,
): Point | undefined {
  if (reflected.cost < best.cost) {
    const expanded = beyond(2);
    return expanded.cost < reflected.cost ? expanded : reflected;
  }
  if (reflected.cost < second.cost) return reflected;
  const contracted = beyond(reflected.cost < worst.cost ? 0.5 : -0.5);
  return contracted.cost < Math.min(reflected.cost, worst.cost) ? contracted : undefined;
}
