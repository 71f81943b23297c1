/** Which direction of a path loses more, where a run could tell. */
import type { Loss } from '../report/path-metrics.ts';

export type LossDirection = 'up' | 'down';

/** Undefined where the directions were not measured, or their intervals overlap: then chance may have made the difference. */
export function lossierDirection(loss: Loss | undefined): LossDirection | undefined {
  const { up, down } = loss ?? {};
  if (up === undefined || down === undefined) return undefined;
  if (up.interval[0] > down.interval[1]) return 'up';
  return down.interval[0] > up.interval[1] ? 'down' : undefined;
}
