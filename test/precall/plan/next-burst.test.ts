import { expect, test } from 'playwright/test';
import type { PacketRecord } from '../../../src/precall/link/packet-log.ts';
import { InitialWindow } from '../../../src/precall/plan/initial-window.ts';
import { nextBurst } from '../../../src/precall/plan/next-burst.ts';
import { FINE_CLOCK } from '../harness/hosts.ts';

const OVERHEAD = 54;
const BITS = (1_140 + OVERHEAD) * 8;
const KBPS = 200;

/** Sent at 3 Mbit/s over a far path of 200 kbit/s: 16 kB pass, 8 kB more find room in the queue, the rest is dropped. */
function flooded(): PacketRecord[] {
  return Array.from({ length: 140 }, (_, i) => {
    const sentMs = (i * BITS) / 3_000;
    const place = i < 13 ? 0 : i - 12;
    const came = i < 20 || i % 16 === 0;
    const receivedMs = sentMs + 240 + (place > 7 ? 300 : (place * BITS) / KBPS);
    return {
      kind: 'burst',
      group: 3,
      bytes: 1_140,
      sentMs,
      seq: i,
      receivedMs: came ? receivedMs : undefined,
    };
  });
}

test('a burst that was over before its losses showed is not sent again at the same rate', () => {
  const packets = flooded();
  const log = {
    sent: packets,
    arrivals: packets.flatMap(({ seq, receivedMs }) =>
      receivedMs === undefined ? [] : [{ seq, receivedMs }],
    ),
  };
  const outcome = { capped: false, overloaded: false, knee: undefined, varies: false };
  const before = { expectedKbps: 3_000, policed: false, proven: false };
  const trace = { log, host: FINE_CLOCK, overheadBytes: OVERHEAD };
  const next = nextBurst(before, { trace, group: 3, outcome });
  expect(next).toBeDefined();
  expect(next?.expectedKbps).toBeLessThan(3_000 / 2);
});

test('a first flight waits from when it is full until enough of it is back', () => {
  const initialWindow = new InitialWindow(10_000, false);
  expect(initialWindow.waits).toBe(false);
  while (!initialWindow.full) initialWindow.sent(1_194);
  expect(initialWindow.waits).toBe(true);
  for (let back = 0; back < 48_000; back += 1_194) initialWindow.back(1_194);
  expect(initialWindow.waits).toBe(false);
});
