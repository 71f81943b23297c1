/** The filled line from literal logs. */
import { expect, test } from 'playwright/test';
import { filledLine, PROBE_GROUP } from '../../../src/precall/estimate/filled-line.ts';
import type { DatagramKind } from '../../../src/precall/link/datagram-kinds.ts';
import type { PacketLog } from '../../../src/precall/link/packet-log.ts';
import { FINE_CLOCK, WHOLE_MS_CLOCK } from '../harness/hosts.ts';

/** When sent, and ms after that it came back; undefined: never. */
type Sent = readonly [sentMs: number, tookMs: number | undefined, group?: number];

function log(kind: DatagramKind, bytes: number, sent: readonly Sent[]): PacketLog {
  return {
    sent: sent.map(([sentMs, , group = 0]) => ({ kind, group, bytes, sentMs })),
    arrivals: sent.flatMap(([sentMs, took], seq) =>
      took === undefined ? [] : [{ seq, receivedMs: sentMs + took }],
    ),
  };
}

const every = (from: number, to: number, by: number) =>
  Array.from({ length: Math.ceil((to - from) / by) }, (_, i) => from + i * by);

const { idle, filled } = PROBE_GROUP;
const FACTS = { overheadBytes: 54, capacityKbps: 5_000, host: FINE_CLOCK, lossRatio: 0 };

/** 100 ms in which the wait grows to 300 ms, then 400 ms in which it stays there and every eighth datagram is dropped. */
const FILLING = log(
  'burst',
  1140,
  every(1_000, 1_500, 2).map((at, i): Sent => {
    const wait = Math.min(300, 3 * (at - 1_000));
    return [at, wait === 300 && i % 8 === 0 ? undefined : 42 + wait];
  }),
);
const IDLE = every(0, 400, 20).map((at): Sent => [at, 40, idle]);
const LOADED = every(1_000, 1_500, 10).map((at): Sent => [at, 40 + Math.min(300, 3 * (at - 1_000)), filled]);

test('the round trip of the idle line, and of probes that were sent to the full queue', () => {
  const told = filledLine({ filling: FILLING, probing: log('probe', 24, [...IDLE, ...LOADED]) }, FACTS);
  // 78 bytes take 0.1248 ms at 5 Mbit/s.
  expect(told).toEqual({
    idleRoundTripTimeMs: 40 - 0.1248,
    loadedRoundTripTimeMs: 340 - 0.1248,
    atLeast: false,
  });
});

test('what the browser itself takes is no part of either', () => {
  const probing = log('probe', 24, [...IDLE, ...LOADED]);
  const told = filledLine({ filling: FILLING, probing }, { ...FACTS, host: WHOLE_MS_CLOCK });
  expect(told).toMatchObject({ idleRoundTripTimeMs: 40 - 0.1248 - 0.65 });
});

test('where a router keeps flows apart, the probes wait for nobody', () => {
  const apart = every(1_000, 1_500, 10).map((at): Sent => [at, 41, filled]);
  const told = filledLine({ filling: FILLING, probing: log('probe', 24, [...IDLE, ...apart]) }, FACTS);
  expect(told).toMatchObject({ loadedRoundTripTimeMs: 41 - 0.1248, atLeast: false });
});

test('a queue that drops nothing yet may be longer', () => {
  const filling = log(
    'burst',
    1140,
    every(1_000, 1_500, 2).map((at): Sent => [at, 42 + 3 * Math.min(300, at - 1_000)]),
  );
  const loaded = every(1_000, 1_500, 10).map((at): Sent => [at, 40 + 3 * Math.min(300, at - 1_000), filled]);
  const told = filledLine({ filling, probing: log('probe', 24, [...IDLE, ...loaded]) }, FACTS);
  expect(told).toMatchObject({ loadedRoundTripTimeMs: 940 - 0.1248, atLeast: true });
});

test('a line that was not filled, or not probed, tells nothing; where the queue dropped the probes the others tell', () => {
  const open = log(
    'burst',
    1140,
    every(1_000, 1_500, 2).map((at): Sent => [at, 42]),
  );
  const probing = log('probe', 24, [...IDLE, ...every(1_000, 1_500, 10).map((at): Sent => [at, 40, filled])]);
  expect(filledLine({ filling: open, probing }, FACTS)).toBe('the line carries more than the test may send');
  const few = log('probe', 24, [...IDLE, ...LOADED.map(([at, , group = 0]): Sent => [at, undefined, group])]);
  expect(filledLine({ filling: FILLING, probing: few }, FACTS)).toMatchObject({
    loadedRoundTripTimeMs: 340 - 0.1248,
  });
  expect(filledLine({ filling: FILLING, probing: log('probe', 24, []) }, FACTS)).toBe(
    'too few probes came back',
  );
});
