/**
 * Levels beside its usual one that a line comes back to at changing hours: another place under the same key, another
 * room, another way. Trouble hardly ever comes back to the very same level; what does belongs to the line.
 */

import { SLOTS_A_DAY } from './diary.ts';

/** Badness; half hours since 1970 in which it last began and was last seen; times that it came at another hour than before. */
export type Level = readonly [bad: number, began: number, seen: number, times: number];

/** Levels that are kept. */
const MOST = 6;
/** Half hours within which it is still there, and by which hours differ. */
const APART = 2;
/** Half hours after which it does not count as coming back: trouble of another day may be as large by chance. */
const LONG_AGO = 2 * SLOTS_A_DAY;

export function withLevel(
  levels: readonly Level[],
  slot: number,
  bad: number,
  tolerance: number,
): readonly Level[] {
  const known = nearest(levels, bad, tolerance);
  if (known === undefined) {
    const next: Level = [bad, slot, slot, 1];
    return [...levels, next].sort((a, b) => b[3] - a[3] || b[2] - a[2]).slice(0, MOST);
  }
  const [mean, began, seen, times] = known;
  const isBack = slot - seen > APART;
  const next: Level = isBack
    ? [mean, slot, slot, times + Number(slot - seen <= LONG_AGO && hoursDiffer(began, slot))]
    : [mean, began, slot, times];
  return levels.map((level) => (level === known ? next : level));
}

/** While the trouble lasts, what was seen in it is not gone. */
export function stillThere(levels: readonly Level[], slot: number): readonly Level[] {
  return levels.map(([bad, began, seen, times]) => [bad, began, slot - seen <= APART ? slot : seen, times]);
}

export function worstOfThoseThatComeBack(levels: readonly Level[], often: number): number | undefined {
  const back = levels.filter(([, , , times]) => times >= often).map(([bad]) => bad);
  return back.length === 0 ? undefined : Math.max(...back);
}

function nearest(levels: readonly Level[], bad: number, tolerance: number): Level | undefined {
  return levels
    .filter(([level]) => Math.abs(level - bad) <= tolerance)
    .sort(([a], [b]) => Math.abs(a - bad) - Math.abs(b - bad))[0];
}

function hoursDiffer(a: number, b: number): boolean {
  const apart = Math.abs(a - b) % SLOTS_A_DAY;
  return Math.min(apart, SLOTS_A_DAY - apart) >= APART;
}
