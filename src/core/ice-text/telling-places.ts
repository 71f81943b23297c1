/** Where a text may tell of a server: most of a long one does not, and is not looked at twice. */
import type { Node } from './text-tree.ts';

/** Items behind a telling one that may belong to it: its value in the next line, the columns of a table. */
const MOST_FOLLOWERS = 3;
/** So few are all looked at. */
const FEW_ITEMS = 16;

/** Whether one of the places is in a part of the text. */
export function tells(places: readonly number[], from: number, to: number): boolean {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return (places[low] ?? Number.POSITIVE_INFINITY) < to;
}

/** Where the last thing in it ends: what is indented has no bracket that would tell, and stands before the end of its first line. */
export function endOf(node: Node): number {
  if (node.kind !== 'group') return node.end;
  const last = node.nodes.findLast(({ kind }) => kind !== 'line');
  return last === undefined ? node.end : Math.max(node.end, endOf(last));
}

/** Without those that tell nothing, nor follow one that does. */
export function tellingItems(items: readonly Node[][], places: readonly number[]): readonly Node[][] {
  if (items.length <= FEW_ITEMS) return items;
  let followers = 0;
  return items.filter((item) => {
    const [first] = item;
    const last = item.at(-1);
    if (first === undefined || last === undefined) return false;
    if (tells(places, startOf(first), endOf(last))) {
      followers = MOST_FOLLOWERS;
      return true;
    }
    followers -= 1;
    return followers >= 0;
  });
}

/** With its bracket. */
function startOf(node: Node): number {
  return node.kind === 'group' ? node.start - node.bracket.length : node.start;
}
