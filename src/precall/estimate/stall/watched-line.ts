/** What the probes of a watch say so far, over one loop after the other. Pure. */
import { median, quantile } from '../../../core/base/statistics.ts';
import type { WatchChange, WatchSecond, WatchSpan, WatchSummary } from '../../../core/watch/watch-report.ts';
import {
  loopRoundTripMs,
  type PacketLog,
  type PacketRecord,
  packetRecords,
  returned,
} from '../../link/packet-log.ts';
import { lineStalls, openStall, silentMs } from './line-stalls.ts';

/** Groups of a watch's probes: those that count for the loss, and those sent while one is late, which would count a loss twice. */
export const WATCH_GROUP = { paced: 0, closer: 1 } as const;
/** ms after which a probe that is not back is lost, and one that comes later still is; RFC 7680 section 2.4 leaves it to us. */
export const LOST_AFTER_MS = 3_000;
/** ms of which the round trip "now" is told. */
const NOW_MS = 2_000;

/** What went through one loop. */
export interface LoopLog {
  readonly log: PacketLog;
  /** Once the loop is given up, because nothing came any more: when the last probe had come. */
  readonly lostAtMs?: number;
}

export interface WatchedLine {
  /** When the first probe was sent. */
  readonly startMs: number;
  readonly nowMs: number;
  readonly loops: readonly LoopLog[];
  readonly changes: readonly WatchChange[];
  /** Nothing more is to come: a silence that goes on is a stall of at least that length. */
  readonly isOver?: boolean;
}

export interface LineView {
  readonly summary: WatchSummary;
  readonly seconds: readonly WatchSecond[];
  readonly silentMs: number;
  readonly roundTripTimeMs?: number;
}

export function viewOf({ startMs, nowMs, loops, changes, isOver = false }: WatchedLine): LineView {
  // Without this browser's stalls, which `lineStalls` takes off: to hold each probe against each of them would take longer each second.
  const probesOf = loops.map(({ log: { sent, arrivals } }) => packetRecords({ sent, arrivals }, 'probe'));
  const decided = loops.flatMap((loop, i) => decidedOf(probesOf[i] ?? [], loop, nowMs));
  const roundTrips = probesOf.flatMap(returned).map(loopRoundTripMs);
  const at = (ms: number) => Math.max(0, ms - startMs);
  const stalls = loops.flatMap(({ log, lostAtMs }, i) => {
    const probes = probesOf[i] ?? [];
    const own = log.stalls ?? [];
    const open = isOver && lostAtMs === undefined ? openStall(probes, own, nowMs) : undefined;
    const all = [...lineStalls(probes, own), ...(open === undefined ? [] : [open])];
    return all.map(({ fromMs, ms }) => ({ atMs: at(fromMs), ms }));
  });
  const latest = loops.at(-1);
  const silent = latest?.lostAtMs === undefined ? silentMs(probesOf.at(-1) ?? [], nowMs) : 0;
  const now = median(
    probesOf
      .flatMap(returned)
      .filter(({ receivedMs }) => receivedMs > nowMs - NOW_MS)
      .map(loopRoundTripMs),
  );
  return {
    summary: {
      durationMs: at(nowMs),
      probesSent: decided.length,
      probesLost: decided.filter(isLost).length,
      ...roundTripTimeOf(roundTrips),
      stalls,
      interruptions: interruptionsOf(loops, at, nowMs),
      changes,
    },
    seconds: secondsOf(probesOf.flat(), decided, at),
    silentMs: silent,
    ...(now === undefined ? {} : { roundTripTimeMs: now }),
  };
}

function isLost(probe: PacketRecord): boolean {
  return probe.receivedMs === undefined || probe.receivedMs - probe.sentMs > LOST_AFTER_MS;
}

/** The evenly paced probes before the first whose fate is still open; what was sent into an interruption is no loss. */
function decidedOf(
  probes: readonly PacketRecord[],
  { lostAtMs }: LoopLog,
  nowMs: number,
): readonly PacketRecord[] {
  const paced = probes.filter(({ group }) => group === WATCH_GROUP.paced);
  if (lostAtMs !== undefined) {
    const last = paced.findLastIndex(({ receivedMs }) => receivedMs !== undefined);
    return paced.slice(0, last + 1);
  }
  const open = paced.findIndex(
    ({ sentMs, receivedMs }) => receivedMs === undefined && nowMs - sentMs <= LOST_AFTER_MS,
  );
  return open < 0 ? paced : paced.slice(0, open);
}

function roundTripTimeOf(roundTrips: readonly number[]): Pick<WatchSummary, 'roundTripTime'> {
  const medianMs = median(roundTrips);
  const p95Ms = quantile(roundTrips, 0.95);
  if (medianMs === undefined || p95Ms === undefined) return {};
  return { roundTripTime: { medianMs, p95Ms, longestMs: Math.max(...roundTrips) } };
}

/** From the last probe of a loop to the first of the next one; the last may go on. */
function interruptionsOf(
  loops: readonly LoopLog[],
  at: (ms: number) => number,
  nowMs: number,
): readonly WatchSpan[] {
  return loops.flatMap(({ log, lostAtMs }, i) => {
    // A further one through which nothing ever came belongs to the interruption before it.
    if (lostAtMs === undefined || (i > 0 && log.arrivals.length === 0)) return [];
    const later = loops.slice(i + 1).find((next) => next.log.arrivals.length > 0);
    const until = later?.log.arrivals[0]?.receivedMs ?? nowMs;
    return [{ atMs: at(lostAtMs), ms: Math.max(0, until - lostAtMs) }];
  });
}

function secondsOf(
  probes: readonly PacketRecord[],
  decided: readonly PacketRecord[],
  at: (ms: number) => number,
): WatchSecond[] {
  const seconds = new Map<number, { roundTrips: number[]; lost: number }>();
  const of = ({ sentMs }: PacketRecord) => {
    const second = Math.floor(at(sentMs) / 1000);
    const known = seconds.get(second) ?? { roundTrips: [], lost: 0 };
    seconds.set(second, known);
    return known;
  };
  for (const probe of returned(probes)) of(probe).roundTrips.push(loopRoundTripMs(probe));
  for (const probe of decided) if (isLost(probe)) of(probe).lost += 1;
  return [...seconds].map(([second, { roundTrips, lost }]) => {
    const roundTripTimeMs = median(roundTrips);
    return { second, ...(roundTripTimeMs === undefined ? {} : { roundTripTimeMs }), lost };
  });
}
