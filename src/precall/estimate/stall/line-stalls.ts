/**
 * When the line stood still, by probes a few times a second. Pure.
 *
 * A stall holds probes back and lets them go together, or swallows all of them. What is looked at is each silence between two
 * arrivals, less what our own pace explains: the first probe behind it is later than its forerunner by as long as the line
 * held it, and the line fell silent somewhere between the two were sent, in the middle on average.
 */
import { median } from '../../../core/base/statistics.ts';
import { STALL_MS } from '../../../core/watch/watch-report.ts';
import type { Stall } from '../../link/event-loop-stalls.ts';
import {
  inOrderOfArrival,
  loopRoundTripMs,
  type PacketRecord,
  type Returned,
  returned,
} from '../../link/packet-log.ts';

export interface LineStall {
  /** On the probes' clock, at the sender. */
  readonly fromMs: number;
  readonly ms: number;
}

/** Round trips that say what is usual. */
const USUAL_OF = 50;
/** ms beyond the usual from which on a probe did not come in time. */
const LATE_MS = 50;
/** ms by which a probe is later than its forerunner when the line has held it back, however far apart they were sent; less is jitter. */
const HELD_MS = 100;
/** Probes lost in a row that are a silence: as many as are lost together by accident once in 100,000 probes, within these bounds. */
const LOST_IN_A_ROW = { least: 3, most: 10, byAccident: 1e-5 } as const;

/** The stalls that have ended. `probes` in the order of sending; `ownStalls` is when this browser stood still. */
export function lineStalls(probes: readonly PacketRecord[], ownStalls: readonly Stall[]): LineStall[] {
  const found: LineStall[] = [];
  const inARow = lostInARow(probes);
  walk(probes, ({ before, missing, arrived, usualMs }) => {
    const next = missing[0] ?? arrived;
    const laterMs = loopRoundTripMs(arrived) - Math.max(usualMs, loopRoundTripMs(before));
    const held = laterMs > HELD_MS;
    if (!held && missing.length < inARow) return;
    const onTime = loopRoundTripMs(before) <= usualMs + LATE_MS;
    const fromMs = onTime ? (before.sentMs + next.sentMs) / 2 : next.sentMs;
    const toMs = held ? arrived.sentMs + laterMs : ((missing.at(-1) ?? arrived).sentMs + arrived.sentMs) / 2;
    const ms = toMs - fromMs - ownMs(ownStalls, fromMs + usualMs, toMs + usualMs);
    if (ms > STALL_MS) found.push({ fromMs, ms });
  });
  return found;
}

/** The one that goes on: of the probes that are due by now so many in a row have not come that it is no accident. */
export function openStall(
  probes: readonly PacketRecord[],
  ownStalls: readonly Stall[],
  nowMs: number,
): LineStall | undefined {
  const since = sinceNewest(probes);
  if (since === undefined) return undefined;
  const { before, later, usualMs } = since;
  const due = later.filter(({ sentMs }) => nowMs - sentMs > usualMs + LATE_MS);
  const [first] = due;
  const last = due.at(-1);
  if (first === undefined || last === undefined || due.length < lostInARow(probes)) return undefined;
  const fromMs = (before.sentMs + first.sentMs) / 2;
  const ms = last.sentMs - fromMs - ownMs(ownStalls, fromMs + usualMs, last.sentMs + usualMs);
  return ms > STALL_MS ? { fromMs, ms } : undefined;
}

/** Runs of losses count, or a single long silence would pass for a line that loses much. */
function lostInARow(probes: readonly PacketRecord[]): number {
  const isLost = ({ receivedMs }: PacketRecord) => receivedMs === undefined;
  const runs = probes.filter((probe, i) => {
    const before = probes[i - 1];
    return isLost(probe) && (before === undefined || !isLost(before));
  }).length;
  const { least, most, byAccident } = LOST_IN_A_ROW;
  const wanted = runs === 0 ? least : Math.ceil(Math.log(byAccident) / Math.log(runs / probes.length));
  return Math.max(least, Math.min(most, wanted));
}

/** ms since the first probe that is missing was due; 0 when none is. */
export function silentMs(probes: readonly PacketRecord[], nowMs: number): number {
  const { later = [], usualMs = 0 } = sinceNewest(probes) ?? {};
  const [due] = later;
  return due === undefined ? 0 : Math.max(0, nowMs - due.sentMs - usualMs - LATE_MS);
}

/** The newest probe that has come, and what was sent behind it; undefined while none has come. */
function sinceNewest(
  probes: readonly PacketRecord[],
): (Pick<Silence, 'before' | 'usualMs'> & { readonly later: readonly PacketRecord[] }) | undefined {
  const back = returned(probes);
  const before = back.at(-1);
  const usualMs = median(back.slice(-USUAL_OF).map(loopRoundTripMs));
  if (before === undefined || usualMs === undefined) return undefined;
  return { before, later: probes.slice(probes.indexOf(before) + 1), usualMs };
}

interface Silence {
  /** The newest probe that had come before. */
  readonly before: Returned;
  /** Those sent between it and the next one that came. */
  readonly missing: readonly PacketRecord[];
  /** The one that ended the silence. */
  readonly arrived: Returned;
  /** Median round trip of those that had come. */
  readonly usualMs: number;
}

/** Calls back for each arrival that is newer than all before. */
function walk(probes: readonly PacketRecord[], look: (silence: Silence) => void): void {
  const placeOf = new Map(probes.map((probe, i) => [probe.seq, i]));
  const recent: number[] = [];
  let before: Returned | undefined;
  for (const arrived of inOrderOfArrival(probes)) {
    const place = placeOf.get(arrived.seq) ?? 0;
    const newest = before === undefined ? -1 : (placeOf.get(before.seq) ?? 0);
    if (before !== undefined && place > newest) {
      const usualMs = median(recent) ?? loopRoundTripMs(before);
      look({ before, missing: probes.slice(newest + 1, place), arrived, usualMs });
    }
    if (place > newest) before = arrived;
    recent.push(loopRoundTripMs(arrived));
    if (recent.length > USUAL_OF) recent.shift();
  }
}

/** ms that this browser stood still at least for a silence to be its own: on a busy machine every timer is some ms late. */
const OWN_MS = 75;

/** ms of that time in which this browser itself stood still. */
function ownMs(stalls: readonly Stall[], fromMs: number, toMs: number): number {
  const own = stalls.filter((stall) => stall.toMs - stall.fromMs >= OWN_MS);
  return own.reduce(
    (sum, stall) => sum + Math.max(0, Math.min(toMs, stall.toMs) - Math.max(fromMs, stall.fromMs)),
    0,
  );
}
