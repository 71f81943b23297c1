/** The round trip of the idle and of the full line, from the logs of the loop that filled it and of the one that probed it. Pure. */
import { median, quantile, runningMedian } from '../../core/base/statistics.ts';
import type { FilledLine } from '../../core/report/filled-line.ts';
import type { HostFacts } from '../link/host-facts.ts';
import {
  loopRoundTripMs,
  type PacketRecord,
  packetRecords,
  type Returned,
  returned,
  undisturbed,
} from '../link/packet-log.ts';
import type { FillPlanResult } from '../link/plan-request.ts';

/** Groups of the probes: those on the idle line, and those on the line that fills or is full. */
export const PROBE_GROUP = { idle: 0, filled: 1 } as const;

/** Probes that tell a round trip at least, and from how many on those that a stall of ours touched are left out. */
const PROBES = { least: 5, enough: 12 } as const;
/** ms of queue below which a line was not filled: less is jitter. */
const LEAST_QUEUE_MS = 5;
/** Quantile of the waits that stands for the full queue, and the share of it from which on the queue is full (bench). */
const FULL = { quantile: 0.9, share: 0.9 } as const;
/** Datagrams whose waits are smoothed together. */
const SMOOTHED = 5;
/** Share of what was sent to a full queue that it drops at least: 1 - 1 / 1.15 is to be expected (bench). */
const DROPPED = 0.03;
/** Share of the filling flow's own wait from which on the probes stand in the same queue. */
const SHARED_QUEUE = 0.5;

export interface FilledFacts {
  readonly overheadBytes: number;
  readonly capacityKbps: number;
  readonly host: HostFacts;
  /** 0-1, of the loop, as the full test before saw it. */
  readonly lossRatio: number;
}

export type FilledReading = Pick<FilledLine, 'idleRoundTripTimeMs' | 'loadedRoundTripTimeMs' | 'atLeast'>;

/** Why there is none. */
export type NotFilled = 'too few probes came back' | 'the line carries more than the test may send';

export function filledLine(
  { filling, probing }: FillPlanResult,
  { overheadBytes, capacityKbps, host, lossRatio }: FilledFacts,
): FilledReading | NotFilled {
  const probes = packetRecords(probing, 'probe');
  const small = probes.filter(({ bytes }) => bytes === Math.min(...probes.map((probe) => probe.bytes)));
  const idle = roundTripOf(small.filter(({ group }) => group === PROBE_GROUP.idle));
  const fill = packetRecords(filling, 'burst');
  const full = fullSpan(fill);
  if (idle === undefined || full === undefined) return 'too few probes came back';
  const sentToFull = fill.filter(({ sentMs }) => sentMs >= full.fromMs);
  const dropped = 1 - returned(sentToFull).length / Math.max(1, sentToFull.length);
  const overflows = dropped > Math.max(DROPPED, 2 * lossRatio);
  if (full.waitMs < LEAST_QUEUE_MS && !overflows) return 'the line carries more than the test may send';
  const whileFull = small.filter(
    ({ group, sentMs }) => group === PROBE_GROUP.filled && sentMs >= full.fromMs && sentMs <= full.toMs,
  );
  // Probes that a full queue drops stood before the queue that the filling flow waited in.
  const loaded = roundTripOf(whileFull) ?? idle + full.waitMs;
  // What a probe takes on the wire itself, and inside the browser, is no part of the way.
  const ownMs = (8 * ((small[0]?.bytes ?? 0) + overheadBytes)) / capacityKbps + host.delayMs;
  const idleRoundTripTimeMs = Math.max(idle / 2, idle - ownMs);
  return {
    idleRoundTripTimeMs,
    loadedRoundTripTimeMs: idleRoundTripTimeMs + Math.max(0, loaded - idle),
    atLeast: !overflows && loaded - idle > SHARED_QUEUE * full.waitMs,
  };
}

interface FullSpan {
  /** ms, of sending: from when on the queue was full, and until when something was sent to it. */
  readonly fromMs: number;
  readonly toMs: number;
  /** ms that the filling datagrams waited in it. */
  readonly waitMs: number;
}

function fullSpan(fill: readonly PacketRecord[]): FullSpan | undefined {
  const back: readonly Returned[] = returned(fill);
  const roundTrips = back.map(loopRoundTripMs);
  const quickest = Math.min(...roundTrips);
  const waits = runningMedian(
    roundTrips.map((ms) => ms - quickest),
    SMOOTHED,
  );
  const waitMs = quantile(waits, FULL.quantile);
  const last = fill.at(-1);
  if (waitMs === undefined || last === undefined) return undefined;
  const fromMs = back[waits.findIndex((ms) => ms >= FULL.share * waitMs)]?.sentMs ?? last.sentMs;
  return { fromMs, toMs: last.sentMs, waitMs };
}

function roundTripOf(probes: readonly PacketRecord[]): number | undefined {
  const back = undisturbed(probes, PROBES.enough);
  return back.length < PROBES.least ? undefined : median(back.map(loopRoundTripMs));
}
