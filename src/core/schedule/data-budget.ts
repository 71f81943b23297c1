/**
 * The ledger of the daily data budget: what each half hour of the last 24 h used, so that no 24 hours get more of
 * scheduled runs than the budget. Every byte of every run is counted, and what was used beyond it is a debt that only
 * time pays. Runs that a person asks for are counted and shown, never refused.
 */

import * as v from 'valibot';
import type { DeepReadonly } from '../base/deep-readonly.ts';
import { DAY_MS } from '../base/durations.ts';
import { finite } from '../report/bounds.ts';
import { RUN_KINDS, type RunKind } from '../report/run-report.ts';
import type { CostByKind } from './data-plan.ts';

/** ms; the last 24 h are known to this. */
const SLOT_MS = 1_800_000;
/** Weight of the newest run in the expected cost of its kind, where it was cheaper than expected; a dearer one counts at once. */
const COST_WEIGHT = 0.3;

const spentSlotSchema = v.object({
  /** ms since the epoch, begin of the half hour. */
  from: finite,
  bytes: finite,
  /** Of `bytes`, those of runs that no plan foresaw: a person's, second looks, new networks. */
  unplanned: finite,
});
export type SpentSlot = DeepReadonly<v.InferOutput<typeof spentSlotSchema>>;

export const dataUseSchema = v.object({
  /** Local calendar day (YYYY-MM-DD) that `bytesToday` counts. */
  day: v.string(),
  /** Bytes both ways, all runs of that day. */
  bytesToday: finite,
  /** The last 24 h, oldest first. An older version kept none: what it had spent is forgotten once. */
  spent: v.optional(v.array(spentSlotSchema), []),
  /** Expected bytes for one server by kind of test. */
  cost: v.object(v.entriesFromList(RUN_KINDS, finite)),
});
export type DataUse = DeepReadonly<v.InferOutput<typeof dataUseSchema>>;

/** Expected bytes for one server before any run was seen: the worst of bench/RESULTS-fixed.md. */
export const INITIAL_DATA_USE: DataUse = {
  day: '',
  bytesToday: 0,
  spent: [],
  cost: { connectivity: 15_000, light: 70_000, full: 1_600_000 },
};

/** A slot of a time to come was written before the clock was set back: it may have been now. */
function counts({ from }: SpentSlot, now: number): boolean {
  return from + SLOT_MS + DAY_MS > now;
}

function leavesAt({ from }: SpentSlot, now: number): number {
  return Math.min(from, now) + SLOT_MS + DAY_MS;
}

/** Bytes of the last 24 h at `now`. */
export function spentAt(use: DataUse, now: number): { readonly bytes: number; readonly unplanned: number } {
  const slots = use.spent.filter((slot) => counts(slot, now));
  return {
    bytes: slots.reduce((sum, { bytes }) => sum + bytes, 0),
    unplanned: slots.reduce((sum, { unplanned }) => sum + unplanned, 0),
  };
}

/** ms since the epoch, `now` or later, from which on `bytes` more fit into the budget; infinite where they never do. */
export function payableAt(use: DataUse, budgetBytes: number, bytes: number, now: number): number {
  if (bytes > budgetBytes) return Number.POSITIVE_INFINITY;
  let over = spentAt(use, now).bytes + bytes - budgetBytes;
  let at = now;
  for (const slot of use.spent) {
    if (over <= 0) break;
    if (!counts(slot, now)) continue;
    over -= slot.bytes;
    at = leavesAt(slot, now);
  }
  return at;
}

/**
 * Whether `bytes` now leave room for what follows at `bytesADay`, spread evenly, at every moment of the next 24 h: what was
 * spent leaves them by and by, and just before it does they are fullest.
 */
export function leavesRoom(
  use: DataUse,
  budgetBytes: number,
  { bytes, bytesADay, now }: { readonly bytes: number; readonly bytesADay: number; readonly now: number },
): boolean {
  let stands = spentAt(use, now).bytes + bytes;
  for (const slot of use.spent) {
    if (!counts(slot, now)) continue;
    if (stands + bytesADay * ((leavesAt(slot, now) - now) / DAY_MS) > budgetBytes) return false;
    stands -= slot.bytes;
  }
  return bytes + bytesADay <= budgetBytes;
}

/** ms since the epoch at which what a person and other unplanned runs used begins to leave the last 24 h; infinite: none is in them. */
export function unplannedLeavesAt(use: DataUse, now: number): number {
  const times = use.spent
    .filter((slot) => slot.unplanned > 0 && counts(slot, now))
    .map((slot) => leavesAt(slot, now));
  return Math.min(Number.POSITIVE_INFINITY, ...times);
}

/** What a run tested, by how many servers. */
export type TestedServers = Readonly<Record<RunKind, number>>;

export function expectedBytes(cost: CostByKind, tested: TestedServers): number {
  return tested.connectivity * cost.connectivity + tested.light * cost.light + tested.full * cost.full;
}

export function countRun(
  use: DataUse,
  run: { readonly tested: TestedServers; readonly bytes: number; readonly planned: boolean },
  now: number,
  day: string,
): DataUse {
  return {
    day,
    bytesToday: (use.day === day ? use.bytesToday : 0) + run.bytes,
    spent: entered(use.spent, run, now),
    cost: learnt(use.cost, run),
  };
}

function entered(
  before: readonly SpentSlot[],
  run: { readonly bytes: number; readonly planned: boolean },
  now: number,
): readonly SpentSlot[] {
  const from = Math.floor(now / SLOT_MS) * SLOT_MS;
  const kept = before
    .filter((slot) => counts(slot, now))
    .map((slot) => (slot.from > from ? { ...slot, from } : slot));
  const own = [
    ...kept.filter((slot) => slot.from === from),
    { from, bytes: run.bytes, unplanned: run.planned ? 0 : run.bytes },
  ];
  return [
    ...kept.filter((slot) => slot.from !== from),
    {
      from,
      bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
      unplanned: own.reduce((sum, { unplanned }) => sum + unplanned, 0),
    },
  ];
}

/** Of a run with several kinds of tests the dearest kind is what its bytes tell about; the others are taken as known. */
function learnt(
  cost: CostByKind,
  { tested, bytes }: { readonly tested: TestedServers; readonly bytes: number },
): CostByKind {
  const kind = (['full', 'light', 'connectivity'] as const).find((each) => tested[each] > 0);
  // A run that reached no server says nothing of what the next one costs.
  if (kind === undefined || bytes === 0) return cost;
  const others = expectedBytes(cost, { ...tested, [kind]: 0 });
  const seen = (bytes - others) / tested[kind];
  if (seen <= 0) return cost;
  const before = cost[kind];
  return { ...cost, [kind]: seen >= before ? seen : before + COST_WEIGHT * (seen - before) };
}
