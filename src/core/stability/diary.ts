/**
 * What came at which time of the week: for each half hour of the last seven days how bad one metric was, as one
 * character; 0 where it was as usual. What came at this time on three of them is expected; one bad evening never is.
 */
import { DAY_MS } from '../base/durations.ts';

/** Minutes of one slot, slots of a day, and days that are kept. */
export const SLOT_MINUTES = 30;
export const SLOTS_A_DAY = 48;
const DAYS = 7;
/** One character: steps of badness from '0' on; a space: not seen. */
const STEP = 0.125;
const ZERO = 48;
const MOST_STEPS = 75;
const UNSEEN = ' ';

export interface Diary {
  /** DAYS x SLOTS_A_DAY characters, Thursday (of 1 January 1970) first; empty while there is nothing in it. */
  readonly week: string;
  /** The half hour that is being gathered, counted from 1970 in local time, and the most seen in it. */
  readonly slot: number;
  readonly most: number;
}

export const NO_DIARY: Diary = { week: '', slot: 0, most: 0 };

/** The half hour since 1970 as the clock on the wall has it, so that a change of clocks moves nothing. */
export function slotOf(day: string, localMinute: number): number {
  return (Date.parse(day) / DAY_MS) * SLOTS_A_DAY + Math.floor(localMinute / SLOT_MINUTES);
}

export function noted(diary: Diary, slot: number, bad: number): Diary {
  if (slot === diary.slot) return bad > diary.most ? { ...diary, most: bad } : diary;
  return { week: written(diary), slot, most: bad };
}

/** What is expected at this time, as it was noted; 0: nothing. */
export function expectedAt({ week }: Diary, slot: number, agree: number): number {
  if (week === '') return 0;
  const kind = isWeekend(slot);
  const days = Array.from({ length: DAYS }, (_, index) => {
    const then = slot - (index + 1) * SLOTS_A_DAY;
    // Of this day last week the half hour before is already overwritten.
    const around = [then, then + 1, ...(index + 1 < DAYS ? [then - 1] : [])];
    return {
      sameKind: isWeekend(then) === kind,
      steps: Math.max(...around.map((each) => stepsAt(week, each))),
    };
  }).filter(({ steps }) => steps >= 0);
  const [sameKind, others] = [days.filter((day) => day.sameKind), days.filter((day) => !day.sameKind)];
  // What comes on every work day and spares both days of the weekend is a matter of work days.
  const isOfOtherKind =
    sameKind.length >= 2 &&
    sameKind.every(({ steps }) => steps === 0) &&
    others.every(({ steps }) => steps > 0);
  const steps = Math.max(agreed(sameKind, kind ? agree - 1 : agree), isOfOtherKind ? 0 : agreed(days, agree));
  return STEP * steps;
}

/** As bad as all but the worst of these days, if it came on enough of them. */
function agreed(days: readonly { readonly steps: number }[], enough: number): number {
  const came = days.flatMap(({ steps }) => (steps > 0 ? [steps] : [])).sort((a, b) => b - a);
  return came.length < enough ? 0 : (came[1] ?? 0);
}

function written({ week, slot, most }: Diary): string {
  const steps = Math.min(MOST_STEPS, Math.round(most / STEP));
  if (week === '' && steps === 0) return '';
  const old = week === '' ? UNSEEN.repeat(DAYS * SLOTS_A_DAY) : week;
  const place = placeOf(slot);
  const next = old.slice(0, place) + String.fromCharCode(ZERO + steps) + old.slice(place + 1);
  return /[^ 0]/.test(next) ? next : '';
}

function stepsAt(week: string, slot: number): number {
  return week.charCodeAt(placeOf(slot)) < ZERO ? -1 : week.charCodeAt(placeOf(slot)) - ZERO;
}

function placeOf(slot: number): number {
  const all = DAYS * SLOTS_A_DAY;
  return ((slot % all) + all) % all;
}

/** 1 January 1970 was a Thursday. */
function isWeekend(slot: number): boolean {
  const weekday = Math.floor(placeOf(slot) / SLOTS_A_DAY);
  return weekday === 2 || weekday === 3;
}
