/** The rate of the bottleneck from trains over TCP: what a window let out in one go leaves it at its rate. Pure. */

import { mean, median, quantile } from '../../../core/base/statistics.ts';
import type { HostFacts } from '../../link/host-facts.ts';
import { inOrderOfArrival, type PacketLog, type PacketRecord, type Returned } from '../../link/packet-log.ts';
import { type ArrivalPoint, arrivalCurve } from './arrival-curve.ts';
import { burstConditions, isUnsteady } from './burst-conditions.ts';
import { type ModalRate, modalRate } from './modal-rate.ts';
import { atLinkPace } from './tcp-retransmissions.ts';

/**
 * On a steady path, a gap this many times as long as a datagram takes and this long is a window that waited for acknowledgements, which on the
 * loop's other direction wait behind our own train. What jitter or a late reader held up comes all at once behind the gap;
 * what waited in a window comes at the usual pace: at most so many times as much as usual within the length of the gap.
 */
const WAITED = { steps: 5, ms: 8, caughtUp: 1.6, shareOfRoundTrip: 0.6, longMs: 25 } as const;
const LEAST_POINTS = 3;
/** The middle gap's share of the mean one below which arrivals come in clumps. */
const CLUMPED = 0.2;
/** Gaps this close to the middle one, relative and in ms, are alike; that share must be, of so many. */
const EVEN = { within: 0.15, ms: 0.15, share: 0.75, least: 6 } as const;
const STRETCH = 3;
const LEAST_UNCERTAINTY = 0.02;

export interface TcpPath {
  /** ms, a small datagram's round trip at rest. */
  readonly idleRoundTripMs: number;
  /** Where round trips vary at rest a short gap is the path's own: cut out, the rest would read too fast. */
  readonly unsteady: boolean;
  readonly host: HostFacts;
}

export function tcpPath(
  log: PacketLog,
  overheadBytes: number,
  idleRoundTripMs: number,
  host: HostFacts,
): TcpPath {
  const { delayVariationMs } = burstConditions(log, 0, overheadBytes, idleRoundTripMs);
  return { idleRoundTripMs, unsteady: isUnsteady(delayVariationMs, Number.POSITIVE_INFINITY), host };
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
 * A busy link lets equal datagrams out at even steps; a sender that paces itself lets them out a few at a time. So even steps
 * are the link's rate, whatever the window.
 */
export function leftEvenly(train: readonly PacketRecord[]): boolean {
  const back = inOrderOfArrival(train);
  const gaps = gapsOf(back);
  const middle = median(gaps) ?? 0;
  const within = Math.max(EVEN.within * middle, EVEN.ms);
  const alike = gaps.filter((gap) => Math.abs(gap - middle) < within);
  return middle > 2 * EVEN.ms && gaps.length >= EVEN.least && alike.length >= EVEN.share * gaps.length;
}

/** What a radio lets out in slots comes in clumps: the gaps between them are its own. */
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

/** More comes within a gap's length behind it than usual. */
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
