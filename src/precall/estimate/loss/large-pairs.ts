/** What became of pairs of large datagrams, sent back to back. Pure. */
import type { LargePairs } from '../../../core/report/path-metrics.ts';
import { type PacketLog, packetRecords } from '../../link/packet-log.ts';

/** Undefined where none was sent. A pair whose first is lost says nothing of the room for a second. */
export function largePairsOf(log: PacketLog): LargePairs | undefined {
  const sent = packetRecords(log, 'pair');
  if (sent.length === 0) return undefined;
  const firsts = sent.filter((_, i) => i % 2 === 0 && sent[i]?.receivedMs !== undefined);
  const isSecondLost = ({ seq }: { readonly seq: number }) =>
    sent.find((other) => other.seq === seq + 1)?.receivedMs === undefined;
  return { firstReceived: firsts.length, secondLost: firsts.filter(isSecondLost).length };
}
