/** Spearman's: Pearson's of the ranks, ties sharing the mean of theirs; undefined where nothing varies. */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number | undefined {
  const a = ranks(pairs.map(([x]) => x));
  const b = ranks(pairs.map(([, y]) => y));
  const middle = (pairs.length - 1) / 2;
  const products = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, rank, i) => sum + (rank - middle) * ((y[i] ?? middle) - middle), 0);
  const spread = Math.sqrt(products(a, a) * products(b, b));
  return spread === 0 ? undefined : products(a, b) / spread;
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const same = values.filter((other) => other === value).length;
    return below + (same - 1) / 2;
  });
}
