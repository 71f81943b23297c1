/**
 * A made-up but typical LTE downlink: a bounded random walk of the rate's logarithm in 100 ms steps with fades,
 * the same at every call, scaled to a mean of 6.75 Mbit/s. 30 s long.
 */
export function cellularTrace(meanKbps = 6750): [number, number][] {
  const random = mulberry32(20_240_607);
  const rates: number[] = [];
  let log = 0;
  let fade = 0;
  for (let i = 0; i < 300; i++) {
    log = 0.9 * log + 0.22 * (random() + random() + random() - 1.5) * 2;
    if (fade === 0 && random() < 0.02) fade = 2 + Math.floor(random() * 5);
    rates.push(Math.exp(log) * (fade > 0 ? 0.25 : 1));
    if (fade > 0) fade--;
  }
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return rates.map((rate) => [100, Math.round((rate / mean) * meanKbps)]);
}

/** A small seeded generator: the trace must be the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
