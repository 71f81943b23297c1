/**
 * The rate of the way up alone, from trains that the server drops and the probes behind each: a probe waits until the train before it
 * is on its way. Sent at t after the train's beginning and having waited w, it says that the train and what came behind it took t + w.
 * Pure.
 */
import { median } from '../../../core/base/statistics.ts';
import {
  groupOf,
  loopRoundTripMs,
  type PacketLog,
  packetRecords,
  type Returned,
  returned,
  wireBitsOf,
} from '../../link/packet-log.ts';
import type { UpPlanResult } from '../../link/plan-request.ts';

/** Groups of the probes: those on the idle line, and from which on those behind the trains. */
export const UP_PROBE_GROUP = { idle: 0, behind: 1 } as const;

/** ms behind the last of a train from which on a probe counts: the browser sends through two connections, and may let one pass the other. */
const BEHIND_MS = 3;
/** ms that a probe waited at least to have stood behind a train, and times the idle line's median deviation. */
const WAITED = { ms: 3, deviations: 3 } as const;
/** Probes of a train that tell at least. */
const LEAST_PROBES = 2;
/**
 * Share of the time between two probes by which the second one may leave later than the first. In one queue both leave when the train
 * has; a router that keeps flows apart lets each wait for its own turn.
 */
const MOST_APART = 0.6;
/** Trains that tell at least, and ms that each took. */
const TRAINS = { least: 3, ms: 8 } as const;
/**
 * Shares of the longest train's bits that make a train long or short, and how much faster long ones are than short ones where they outgrow a
 * queue: at least, and beyond that by so many of the idle line's deviations in a short train's time (simulated).
 */
const LENGTHS = { long: 0.75, short: 0.6, faster: 1.12, deviations: 2 } as const;

export interface UpRate {
  /** kbit/s at IP level. */
  readonly upKbps: number;
  /** Half width of the 95 % interval, relative. */
  readonly uncertainty: number;
}

/** Why there is none. */
export type UpRateMissing =
  | 'too few probes came back'
  | 'the way up let all of it pass at once'
  | 'the router keeps flows apart'
  | 'the queue of the way up is too short for it'
  | 'the readings differ too much';

export function upRate(logs: UpPlanResult, overheadBytes: number): UpRate | UpRateMissing {
  const idle = idleOf(logs.probing);
  if (idle === undefined) return 'too few probes came back';
  const groups = new Set(packetRecords(logs.trains, 'train').map(({ group }) => group));
  const read = [...groups].map((group) => readTrain(logs, group, overheadBytes, idle));
  const long = read.filter(isLong);
  const rates = long.map(({ kbps }) => kbps);
  if (rates.length < TRAINS.least) {
    const share = (why: Untold) => read.filter((train) => train === why).length / read.length;
    if (share('apart') > MOST_OF_THEM) return 'the router keeps flows apart';
    if (share('no-wait') > MOST_OF_THEM) return 'the way up let all of it pass at once';
    return 'too few probes came back';
  }
  if (outgrowItsQueue(long, idle.deviationMs)) return 'the queue of the way up is too short for it';
  const upKbps = median(rates) ?? 0;
  const deviation = median(rates.map((rate) => Math.abs(rate - upKbps))) ?? 0;
  const half = (2 * TO_SIGMA * OF_MEDIAN * deviation) / upKbps / Math.sqrt(rates.length);
  // Behind a train a probe meets the longest of many delays, on the idle line one of them.
  const lateMs = HOST_MS + DEVIATIONS * idle.deviationMs;
  const late = lateMs / (median(long.map(({ ms }) => ms)) ?? 1);
  return { upKbps, uncertainty: LEAST_UNCERTAINTY + Math.hypot(half, late) };
}

/** What agreeing trains may have in common: the headers of their datagrams, relative, and the browser's own times, ms. */
const LEAST_UNCERTAINTY = 0.02;
const HOST_MS = 0.8;
/** Median deviations of the idle line by which a train's end may be read late (simulated). */
const DEVIATIONS = 3;
/** From the median absolute deviation to the standard deviation, and from that of a mean to that of a median (normal). */
const TO_SIGMA = 1.4826;
const OF_MEDIAN = 1.2533;

interface Idle {
  readonly roundTripMs: number;
  /** ms, median. */
  readonly deviationMs: number;
  /** ms above which a wait is the train's. */
  readonly waitMs: number;
}

interface ReadTrain {
  readonly kbps: number;
  /** How long the way up was busy with it. */
  readonly ms: number;
}

/**
 * Why a train tells nothing: its probes did not stand in its queue, they did not wait, or too few of those that did came back.
 */
type Untold = 'apart' | 'no-wait' | 'too-few';
/** Share of the trains that say why from which on it is why. */
const MOST_OF_THEM = 0.5;

const isLong = (train: ReadTrain | Untold): train is ReadTrain =>
  typeof train === 'object' && train.ms >= TRAINS.ms;

/**
 * A queue that is shorter than a train drops the rest of it: the probes then wait for the queue alone, and a longer train seems the faster by as
 * much as it is longer. On a line of one rate trains of all lengths tell the same.
 */
function outgrowItsQueue(trains: readonly ReadTrain[], deviationMs: number): boolean {
  const bits = ({ kbps, ms }: ReadTrain) => kbps * ms;
  const most = Math.max(...trains.map(bits));
  const long = trains.filter((train) => bits(train) >= LENGTHS.long * most);
  const short = trains.filter((train) => bits(train) <= LENGTHS.short * most);
  const rateOf = (some: readonly ReadTrain[]) => median(some.map(({ kbps }) => kbps));
  const [ofLong, ofShort, shortMs] = [rateOf(long), rateOf(short), median(short.map(({ ms }) => ms))];
  if (ofLong === undefined || ofShort === undefined || shortMs === undefined) return false;
  return ofLong > (LENGTHS.faster + (LENGTHS.deviations * deviationMs) / shortMs) * ofShort;
}

/** kbit/s by one train alone, for the size of the next; why it tells nothing, where it does not. */
export function trainKbps(
  logs: UpPlanResult,
  group: number,
  overheadBytes: number,
): number | 'no-wait' | undefined {
  const idle = idleOf(logs.probing);
  if (idle === undefined) return undefined;
  const read = readTrain(logs, group, overheadBytes, idle);
  if (typeof read === 'object') return read.kbps;
  return read === 'no-wait' ? read : undefined;
}

/** ms, median deviation of the idle line's round trips. */
export function idleDeviationMs(probing: PacketLog): number {
  return idleOf(probing)?.deviationMs ?? 0;
}

function idleOf(probing: PacketLog): Idle | undefined {
  const probes = returned(groupOf(probing, 'probe', UP_PROBE_GROUP.idle));
  const least = Math.min(...probes.map(({ bytes }) => bytes));
  const roundTrips = probes.filter(({ bytes }) => bytes === least).map(loopRoundTripMs);
  const roundTripMs = median(roundTrips);
  if (roundTripMs === undefined) return undefined;
  const deviationMs = median(roundTrips.map((each) => Math.abs(each - roundTripMs))) ?? 0;
  return { roundTripMs, deviationMs, waitMs: Math.max(WAITED.ms, WAITED.deviations * deviationMs) };
}

function readTrain(
  { trains, probing }: UpPlanResult,
  group: number,
  overheadBytes: number,
  idle: Idle,
): ReadTrain | Untold {
  const train = groupOf(trains, 'train', group);
  const behind = groupOf(probing, 'probe', UP_PROBE_GROUP.behind + group);
  const [first, last] = [train[0], train.at(-1)];
  if (first === undefined || last === undefined) return 'too-few';
  const leaves = (probe: Returned) => probe.receivedMs - idle.roundTripMs - first.sentMs;
  const back = returned(behind);
  const waitMs = (probe: Returned) => loopRoundTripMs(probe) - idle.roundTripMs;
  const waited = back.filter(
    (probe) =>
      probe.stalled !== true && probe.sentMs >= last.sentMs + BEHIND_MS && waitMs(probe) > idle.waitMs,
  );
  const [begin, end] = [waited[0], waited.at(-1)];
  if (begin === undefined || end === undefined || waited.length < LEAST_PROBES) {
    const none = back.length >= LEAST_PROBES && (median(back.map(waitMs)) ?? 0) <= idle.waitMs;
    return none ? 'no-wait' : 'too-few';
  }
  // The first one: those behind it may wait for each other on a narrow way down.
  const before = behind.filter(({ seq }) => seq < begin.seq);
  const ms = leaves(begin);
  const kbps = wireBitsOf([...train, ...before], overheadBytes) / ms;
  const between = behind.filter(({ seq }) => seq > begin.seq && seq <= end.seq);
  const apartMs = leaves(end) - ms - wireBitsOf(between, overheadBytes) / kbps;
  return apartMs > MOST_APART * (end.sentMs - begin.sentMs) ? 'apart' : { kbps, ms };
}
