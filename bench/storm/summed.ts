/** The figures of several storms as those of one. */
import type { StormFigures } from './storm.ts';

export function summed(
  storms: readonly StormFigures[],
): Omit<StormFigures, 'browser' | 'seed'> & { readonly made: number } {
  const faults: Record<string, number> = {};
  for (const storm of storms) {
    for (const [name, times] of Object.entries(storm.faults)) faults[name] = (faults[name] ?? 0) + times;
  }
  const sum = (of: (storm: StormFigures) => number): number =>
    storms.reduce((total, storm) => total + of(storm), 0);
  return {
    faults,
    made: Object.values(faults).reduce((total, times) => total + times, 0),
    inRuns: sum(({ inRuns }) => inRuns),
    finishedRuns: sum(({ finishedRuns }) => finishedRuns),
    lostRuns: sum(({ lostRuns }) => lostRuns),
    notBegun: sum(({ notBegun }) => notBegun),
    seconds: Math.max(...storms.map(({ seconds }) => seconds)),
    broken: storms.flatMap(({ broken }) => broken),
  };
}
