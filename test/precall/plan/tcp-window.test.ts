import { expect, test } from 'playwright/test';
import { TcpWindow } from '../../../src/precall/plan/tcp-window.ts';

/** Bytes of a datagram: 1 ms at 10 Mbit/s. */
const WIRE = 1_250;

test('it begins with what TCP begins with, or with what trains have read', () => {
  expect(new TcpWindow(40, WIRE, 10_000).bytes).toBe(14_000);
  // 1 Mbit/s over 40 ms and twice 10 ms on the wire.
  expect(new TcpWindow(40, WIRE, 10_000, 1_000).bytes).toBeCloseTo((1_000 * 60) / 8, 9);
  expect(new TcpWindow(40, WIRE, 10_000, 100).bytes).toBeCloseTo(3 * WIRE, 9);
});

test('while no queue shows each arrival lets one more out, up to the cap and its queue', () => {
  const window = new TcpWindow(40, WIRE, 10_000);
  window.arrived(0, 40);
  expect(window.bytes).toBe(14_000 + WIRE);
  for (let i = 1; i < 200; i += 1) window.arrived(i, 40);
  expect(window.bytes).toBe((10_000 * (40 + 45)) / 8);
  expect(window.startedUpAt).toBeDefined();
});

test('once a queue stands and the rate stands still, it holds the path and 45 ms of queue', () => {
  const window = new TcpWindow(40, WIRE, 10_000);
  // 2 Mbit/s: an arrival every 5 ms, each behind a queue.
  for (let ms = 0; ms <= 1_500; ms += 5) window.arrived(ms, 120);
  expect(window.startedUpAt).toBeDefined();
  // 2 Mbit/s over 40 ms, twice 5 ms on the wire and the queue.
  expect(window.bytes).toBeCloseTo((2_000 * (40 + 10 + 45)) / 8, 6);
});

test('what comes at once behind a silence is no rate to fill the path at', () => {
  const window = new TcpWindow(40, WIRE, 10_000);
  for (let ms = 0; ms <= 1_500; ms += 5) window.arrived(ms, 120);
  // The same 2 Mbit/s, but held up for 400 ms, each time in which a hundred datagrams gather.
  for (let silence = 1_900; silence < 6_000; silence += 500) {
    for (let i = 0; i < 100; i += 1) window.arrived(silence + i, 500);
  }
  expect(window.bytes).toBeLessThan((2_600 * (40 + 10 + 45)) / 8);
});
