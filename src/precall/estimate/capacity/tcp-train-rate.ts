/**
 * The rate of the bottleneck from trains over TCP: what a window lets out in one go leaves the bottleneck at its rate.
 * Pure.
 */

import { mean, median, quantile } from '../../../core/base/statistics.ts';
import type { HostFacts } from '../../link/host-facts.ts';
import { inOrderOfArrival, type PacketLog, type PacketRecord, type Returned } from '../../link/packet-log.ts';
import { type ArrivalPoint, arrivalCurve } from './arrival-curve.ts';
import { burstConditions, isUnsteady } from './burst-conditions.ts';
import { type ModalRate, modalRate } from './modal-rate.ts';
import { atLinkPace } from './tcp-retransmissions.ts';

/**
 * A gap during which the sender's window waited for acknowledgements (which, on the loop's other direction, wait behind our own
 * train). Its time is not the bottleneck's and is cut out (bench).
 */
const WAITED = {
  /** Usual gaps that it is as long as, at least. */
  steps: 5,
  /** ms that it lasts at least, on a steady path. */
  ms: 8,
  /**
   * Times as much as usual, that comes within its length behind it, at most: what jitter or a late reader held up comes all at
   * once, what waited in a window at the usual pace.
   */
  caughtUp: 1.6,
  /**
   * Share of a round trip, and ms, from which on a gap is a wait whatever comes behind it, and on an unsteady path the
   * only one.
   */
  shareOfRoundTrip: 0.6,
  longMs: 25,
} as const;
/** Points of a piece between waits at least. */
const LEAST_POINTS = 3;
/** Median gap as a share of the mean one, below which arrivals come in clumps (bench). */
const CLUMPED = 0.2;
/**
 * Gaps that are alike: within this share, or so many ms, of the median; so large a share of them, of so many at least
 * (bench).
 */
const EVEN = { within: 0.15, ms: 0.15, share: 0.75, least: 6 } as const;
/** Points that a rate spans at least. */
const STRETCH = 3;
/** Relative uncertainty at least: ACKs and segment sizes differ (bench). */
const LEAST_UNCERTAINTY = 0.02;

export interface TcpPath {
  /** ms, a small datagram's round trip on the idle path. */
  readonly idleRoundTripMs: number;
  /**
   * True where delays of the idle path vary: a short gap is the path's own there, and without it the rest would read too
   * fast.
   */
  readonly unsteady: boolean;
  readonly host: HostFacts;
}

export function tcpPath(
  log: PacketLog,
  overheadBytes: number,
  idleRoundTripMs: number,
  host: HostFacts,
): TcpPath {
  const { delayVariationMs } = burstConditions({ log, overheadBytes }, 0, idleRoundTripMs);
  return { idleRoundTripMs, unsteady: isUnsteady(delayVariationMs, Number.POSITIVE_INFINITY), host };
}

/** The trains of one measurement, each by itself. */
export function roundsOf(trains: readonly PacketRecord[]): PacketRecord[][] {
  const rounds = new Map<number, PacketRecord[]>();
  for (const packet of trains) rounds.set(packet.group, [...(rounds.get(packet.group) ?? []), packet]);
  return [...rounds.values()];
}

/** kbit/s at IP level, and how sure; undefined when no train says anything. */
export function tcpTrainRate(
  trains: readonly (readonly PacketRecord[])[],
  overheadBytes: number,
  { idleRoundTripMs, unsteady, host }: TcpPath,
): ModalRate | undefined {
  const longMs = Math.max(WAITED.longMs, WAITED.shareOfRoundTrip * idleRoundTripMs);
  const wireBits = ({ bytes }: { readonly bytes: number }) => (bytes + overheadBytes) * 8;
  const pieces = trains.flatMap((train) => atLinkPace(inOrderOfArrival(train), idleRoundTripMs));
  const runs = pieces.flatMap((back) => {
    const first = back[0];
    if (first === undefined) return [];
    const waitedMs = unsteady || comesInClumps(back) ? longMs : WAITED.ms;
    const stepMs = usualGap(back, waitedMs);
    const lostBits = back.map(() => 0);
    return unbroken(
      arrivalCurve(back, { wireBits, pace: stepMs / wireBits(first), lostBits }),
      { waitedMs, longMs },
      stepMs,
    );
  });
  const steady = modalRate(runs, ({ bits }) => bits, host);
  if (steady !== undefined) return { ...steady, spread: steady.spread + LEAST_UNCERTAINTY };
  const rates = runs.flatMap(stretches);
  const kbps = quantile(rates, 0.5);
  if (kbps === undefined) return undefined;
  const low = quantile(rates, 0.1) ?? kbps;
  const high = quantile(rates, 0.9) ?? kbps;
  return { kbps, spread: Math.min(1, LEAST_UNCERTAINTY + (high - low) / 2 / kbps) };
}

/**
 * True when a train came at even steps. A busy link lets equal datagrams out so; a sender that paces itself lets out a few at a
 * time. So even steps are the link's rate, whatever the window.
 */
export function leftEvenly(train: readonly PacketRecord[]): boolean {
  const back = inOrderOfArrival(train);
  const gaps = gapsOf(back);
  const middle = median(gaps) ?? 0;
  const within = Math.max(EVEN.within * middle, EVEN.ms);
  const alike = gaps.filter((gap) => Math.abs(gap - middle) < within);
  return middle > 2 * EVEN.ms && gaps.length >= EVEN.least && alike.length >= EVEN.share * gaps.length;
}

/** True for arrivals in clumps, as a radio's slots make them: the gaps between clumps are no waits. */
function comesInClumps(back: readonly Returned[]): boolean {
  const gaps = gapsOf(back);
  return (median(gaps) ?? 0) < CLUMPED * (mean(gaps) ?? 0);
}

function gapsOf(back: readonly Returned[]): number[] {
  return back.slice(1).map((packet, i) => packet.receivedMs - (back[i]?.receivedMs ?? 0));
}

/** ms between arrivals, without the waits for acknowledgements. */
function usualGap(back: readonly Returned[], waitedMs: number): number {
  const gaps = gapsOf(back);
  const middle = median(gaps) ?? 0;
  return mean(gaps.filter((gap) => gap <= Math.max(waitedMs, WAITED.steps * middle))) ?? 0;
}

/** The stretches between waits. */
function unbroken(
  curve: readonly ArrivalPoint[],
  { waitedMs, longMs }: { readonly waitedMs: number; readonly longMs: number },
  stepMs: number,
): ArrivalPoint[][] {
  const runs: ArrivalPoint[][] = [];
  let run: ArrivalPoint[] = [];
  const usual = (median(curve.slice(1).map((point, i) => point.bits - (curve[i]?.bits ?? 0))) ?? 0) / stepMs;
  curve.forEach((point, i) => {
    const gap = point.ms - (run.at(-1)?.ms ?? point.ms);
    const waited = gap > Math.max(waitedMs, WAITED.steps * stepMs);
    if (waited && (gap > Math.max(longMs, WAITED.steps * stepMs) || !catchesUp(curve.slice(i), gap, usual))) {
      runs.push(run);
      run = [];
    }
    run.push(point);
  });
  runs.push(run);
  return runs.filter((each) => each.length >= LEAST_POINTS);
}

/** True when more comes within a gap's length behind it than usual. */
function catchesUp(behind: readonly ArrivalPoint[], gapMs: number, usual: number): boolean {
  const [first] = behind;
  const last = behind.findLast(({ ms }) => ms <= (first?.ms ?? 0) + gapMs);
  if (first === undefined || last === undefined) return false;
  const ms = Math.min(gapMs, (behind.at(-1)?.ms ?? first.ms) - first.ms);
  return last.bits - first.bits > WAITED.caughtUp * usual * Math.max(ms, 1);
}

function stretches(run: readonly ArrivalPoint[]): number[] {
  const apart = Math.max(STRETCH - 1, Math.floor(0.6 * (run.length - 1)));
  return run.slice(apart).flatMap((last, i) => {
    const first = run[i];
    return first === undefined || last.ms <= first.ms
      ? []
      : [(last.bits - first.bits) / (last.ms - first.ms)];
  });
}
