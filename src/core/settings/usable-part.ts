/** Of a value that is not valid as a whole what still can be used, found out by asking for each part of it. */
import { isRecord } from '../base/is-record.ts';

/** Parts of one list or record looked at: more than ten times what any setting allows; beyond that nobody wrote it on purpose. */
const MOST_TRIED = 300;

/** Undefined: nothing of it. What is in the way of a later part is the earlier one's right: of two alike the first holds. */
export function usablePart(value: unknown, accepts: (candidate: unknown) => boolean): unknown {
  if (accepts(value)) return value;
  if (Array.isArray(value)) {
    let kept: unknown[] = [];
    for (const each of value.slice(0, MOST_TRIED)) {
      const before = kept;
      const part = usablePart(each, (candidate) => accepts([...before, candidate]));
      if (part !== undefined) kept = [...before, part];
    }
    return kept.length > 0 ? kept : undefined;
  }
  if (!isRecord(value)) return undefined;
  const entries = Object.entries(value).slice(0, MOST_TRIED);
  // One of its parts is a list with a fault: the rest of the whole is needed for it.
  for (const [key, each] of entries) {
    if (!Array.isArray(each)) continue;
    const part = usablePart(each, (candidate) => accepts({ ...value, [key]: candidate }));
    if (part !== undefined) return { ...value, [key]: part };
  }
  let kept: Record<string, unknown> = {};
  for (const [key, each] of entries) {
    const next = { ...kept, [key]: each };
    if (accepts(next)) kept = next;
  }
  return Object.keys(kept).length > 0 ? kept : undefined;
}
