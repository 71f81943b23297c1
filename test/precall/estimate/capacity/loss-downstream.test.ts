import { expect, test } from 'playwright/test';
import { lossDownstream, lostShare } from '../../../../src/precall/estimate/capacity/loss-downstream.ts';
import { type PacketRecord, returned } from '../../../../src/precall/link/packet-log.ts';

/** A datagram every 2 ms; every tenth is lost, and leaves a gap of its own or none. */
function burst(lostLeavesGap: boolean): PacketRecord[] {
  let receivedMs = 0;
  return Array.from({ length: 200 }, (_, seq) => {
    const isLost = seq % 10 === 5;
    if (!isLost || lostLeavesGap) receivedMs += 2;
    const record = { kind: 'burst', group: 1, bytes: 1_000, seq, sentMs: seq } as const;
    return { ...record, receivedMs: isLost ? undefined : receivedMs };
  });
}

test('a tenth lost is a tenth lost, on either side', () => {
  for (const records of [burst(true), burst(false)])
    expect(lostShare([returned(records)], records)).toBeCloseTo(0.1, 2);
});

test('what is lost downstream of the bottleneck leaves its gap, what is lost upstream none', () => {
  const downstream = burst(true);
  const upstream = burst(false);
  expect(lossDownstream([returned(downstream)], downstream, 1).share).toBeGreaterThan(0.95);
  expect(lossDownstream([returned(upstream)], upstream, 1).share).toBeLessThan(0.05);
});

test('without gaps to tell, an idle path that loses as much is taken to lose most of it downstream', () => {
  const records = burst(true).map((record, seq) => ({ ...record, receivedMs: seq < 2 ? seq : undefined }));
  expect(lossDownstream([returned(records)], records, 1)).toEqual({ share: 0.85, deviation: 0.25 });
  expect(lossDownstream([returned(records)], records, 0).share).toBe(0);
});
