/** How much of a burst's loss happened downstream of the bottleneck, where what was lost had still taken its time. Pure. */

import { mean } from '../../../core/base/statistics.ts';
import type { PacketRecord, Returned } from '../../link/packet-log.ts';

/**
 * Share of the losses downstream of the bottleneck that is assumed beforehand, and its standard deviation: lines are narrower
 * upwards as a rule, which comes first in a loop.
 */
const LOST_DOWNSTREAM = { share: 0.85, deviation: 0.25 } as const;

/** What is assumed where the gaps say nothing; of what a burst lost beyond the idle path's loss, its own queue dropped the rest. */
export function assumedDownstream(lost: number, idleLoss: number): { share: number; deviation: number } {
  const { share, deviation } = LOST_DOWNSTREAM;
  return { share: share * Math.min(1, idleLoss / Math.max(1e-9, lost)), deviation };
}

/**
 * Upstream of the bottleneck the others close ranks behind a lost datagram and leave no gap; downstream each leaves a gap of
 * its own length. Single gaps are noisy, so the share that they tell is weighed against the one assumed. Jitter that keeps the
 * order lets datagrams come in clumps, and what is missing in one leaves no gap: there nothing can be told so.
 */
export function lossDownstream(
  runs: readonly (readonly Returned[])[],
  burst: readonly PacketRecord[],
  idleLoss: number,
): { share: number; deviation: number } {
  const assumed = assumedDownstream(lostShare(runs, burst), idleLoss);
  const firstSeq = burst[0]?.seq ?? 0;
  const plain: number[] = [];
  const gaps: { ms: number; lost: number }[] = [];
  for (const run of runs) {
    const inOrder = run.filter((packet) => packet.stalled !== true).sort((a, b) => a.seq - b.seq);
    inOrder.slice(1).forEach((packet, i) => {
      const before = inOrder[i];
      if (before === undefined) return;
      let lost = 0;
      for (let seq = before.seq + 1; seq < packet.seq; seq += 1) {
        if (burst[seq - firstSeq]?.receivedMs === undefined) lost += 1;
      }
      const ms = packet.receivedMs - before.receivedMs;
      if (packet.seq !== before.seq + 1 + lost) return;
      if (lost === 0) plain.push(ms);
      else gaps.push({ ms, lost });
    });
  }
  const step = mean(plain);
  if (step === undefined || step <= 0 || gaps.length === 0) return assumed;
  const lost = gaps.reduce((sum, gap) => sum + gap.lost, 0);
  const seen = gaps.reduce((sum, gap) => sum + gap.ms - step, 0) / (lost * step);
  const delayVariation = Math.sqrt(mean(plain.map((ms) => (ms - step) ** 2)) ?? 0);
  const seenVariance = ((delayVariation / step) ** 2 * gaps.length) / lost ** 2 + 0.05 / gaps.length;
  const priorVariance = assumed.deviation ** 2;
  const weight = priorVariance / (priorVariance + seenVariance);
  return {
    share: Math.min(1, Math.max(0, weight * seen + (1 - weight) * assumed.share)),
    deviation: Math.sqrt((priorVariance * seenVariance) / (priorVariance + seenVariance)),
  };
}

export function lostShare(runs: readonly (readonly Returned[])[], burst: readonly PacketRecord[]): number {
  const came = runs.reduce((sum, run) => sum + run.length, 0);
  const firstSeq = burst[0]?.seq ?? 0;
  const sent = runs.reduce((sum, run) => {
    const seqs = run.map((packet) => packet.seq - firstSeq);
    return sum + Math.max(...seqs) - Math.min(...seqs) + 1;
  }, 0);
  return Math.max(0, 1 - came / sent);
}
