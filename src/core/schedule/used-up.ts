/** Why no automatic run is made: what a person asked for has used the budget up. */
import { type DataUse, spentAt } from './data-budget.ts';

/** Whether not even connectivity can be tested now, and could be without the runs that no plan foresaw. */
export function isUsedUpByAsking(
  use: DataUse,
  {
    servers,
    budgetBytes,
    now,
  }: { readonly servers: number; readonly budgetBytes: number; readonly now: number },
): boolean {
  const { bytes, unplanned } = spentAt(use, now);
  const least = servers * use.cost.connectivity;
  return bytes + least > budgetBytes && bytes - unplanned + least <= budgetBytes;
}
