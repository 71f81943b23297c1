/** The parts of a burst that are held against each other. Pure. */

export const QUARTERS = 4;

/** Four parts of equal length; what is left over at the end is in none. */
export function quartersOf<T>(list: readonly T[]): T[][] {
  const size = Math.floor(list.length / QUARTERS);
  return Array.from({ length: QUARTERS }, (_, i) => list.slice(i * size, (i + 1) * size));
}
