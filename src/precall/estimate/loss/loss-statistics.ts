/** Loss, reordering and duplicates over the datagrams that count for them. Pure. */
import type { Loss } from '../../../core/report/path-metrics.ts';
import { inOrderOfArrival, type PacketLog, type PacketRecord, returned } from '../../link/packet-log.ts';
import { lossInterval } from './loss-interval.ts';

/** `counted` in the order of sending; undefined when nothing was sent. */
export function lossStatistics(log: PacketLog, counted: readonly PacketRecord[]): Loss | undefined {
  if (counted.length === 0) return undefined;
  const lost = counted.map((record) => record.receivedMs === undefined);
  const runs = lossRuns(lost);
  const lostCount = lost.filter(Boolean).length;
  const back = returned(counted);
  return {
    lossRatio: lostCount / lost.length,
    interval: lossInterval(lost),
    packetsSent: counted.length,
    packetsReceived: back.length,
    bursts: runs.filter((run) => run >= 2).length,
    longestBurst: Math.max(0, ...runs),
    ...(lostCount > 0 && { meanLossRun: lostCount / runs.length }),
    reordered: reorderedCount(counted),
    duplicates: duplicateCount(log, counted),
  };
}

/** Lengths of the runs of consecutive losses. */
export function lossRuns(lost: readonly boolean[]): number[] {
  const runs: number[] = [];
  lost.forEach((is, i) => {
    if (!is) return;
    if (lost[i - 1] === true) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    else runs.push(1);
  });
  return runs;
}

/** Datagrams that came after a later one (RFC 4737 section 3). */
function reorderedCount(counted: readonly PacketRecord[]): number {
  let highest = -1;
  let reordered = 0;
  for (const { seq } of inOrderOfArrival(counted)) {
    if (seq < highest) reordered += 1;
    else highest = seq;
  }
  return reordered;
}

function duplicateCount(log: PacketLog, counted: readonly PacketRecord[]): number {
  const wanted = new Set(counted.map((record) => record.seq));
  return log.arrivals.filter(({ seq }) => wanted.has(seq)).length - returned(counted).length;
}
