/** Seeded random numbers: the same seed gives the same devices on every machine. */
export interface Random {
  /** 0 (inclusive) to 1 (exclusive). */
  unit(): number;
  between(low: number, high: number): number;
  /** As likely in each octave: for rates, times and sizes, of which the small ones matter as much as the large. */
  logBetween(low: number, high: number): number;
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  normal(): number;
  /** Mean 1. */
  exponential(): number;
}

/** sfc32 of PractRand, seeded through a few rounds. */
export function createRandom(seed: number): Random {
  let [a, b, c, counter] = [0x9e3779b9, seed | 0, (seed * 0x85ebca6b) | 0, 1];
  const unit = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 20; round++) unit();
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return {
    unit,
    normal,
    between: (low, high) => low + (high - low) * unit(),
    logBetween: (low, high) => low * (high / low) ** unit(),
    whole: (low, high) => low + Math.floor((high - low + 1) * unit()),
    chance: (probability) => unit() < probability,
    pick: (from) => {
      const chosen = from[Math.floor(unit() * from.length)];
      if (chosen === undefined) throw new Error('nothing to pick from');
      return chosen;
    },
    exponential: () => -Math.log(1 - unit()),
  };
}
