import { expect, test } from 'playwright/test';
import { lineStalls, openStall, silentMs } from '../../../../src/precall/estimate/stall/line-stalls.ts';
import type { PacketRecord } from '../../../../src/precall/link/packet-log.ts';

/** Probes as sent and received; undefined: lost. */
function records(...rows: readonly (readonly [sentMs: number, receivedMs?: number])[]): PacketRecord[] {
  return rows.map(([sentMs, receivedMs], seq) => ({
    kind: 'probe',
    group: 0,
    bytes: 8,
    sentMs,
    seq,
    receivedMs,
  }));
}

/** One probe each 200 ms; what was sent from `fromMs` on comes at `untilMs`, as behind a line that stood still. */
function held(fromMs: number, untilMs: number, roundTripMs = 40): PacketRecord[] {
  return records(
    ...Array.from({ length: 30 }, (_, i): [number, number] => {
      const sentMs = i * 200;
      const isHeld = sentMs >= fromMs && sentMs + roundTripMs < untilMs;
      return [sentMs, isHeld ? untilMs : sentMs + roundTripMs];
    }),
  );
}

/** What was sent in that time never comes. */
function swallowed(fromMs: number, untilMs: number, gapMs = 200): PacketRecord[] {
  return records(
    ...Array.from({ length: Math.round(6000 / gapMs) }, (_, i): [number, number?] => {
      const sentMs = i * gapMs;
      return sentMs >= fromMs && sentMs < untilMs ? [sentMs] : [sentMs, sentMs + 40];
    }),
  );
}

test('an even line has no stall', () => {
  expect(lineStalls(held(9_999, 9_999), [])).toEqual([]);
});

test('a line that holds probes for a second stalls once, as long as that to half a gap', () => {
  // Silent from 1900 on, say: the probe of 2000 comes at 2940 instead of 2040.
  expect(lineStalls(held(2000, 2940), [])).toEqual([{ fromMs: 1900, ms: 1000 }]);
});

test('the silence that our own pace explains is none', () => {
  const probes = records([0, 40], [200, 240], [3000, 3040], [3200, 3240]);
  expect(lineStalls(probes, [])).toEqual([]);
});

test('200 ms are no stall, what is longer is', () => {
  expect(lineStalls(held(2000, 2140), [])).toEqual([]);
  expect(lineStalls(held(2000, 2141), [])).toEqual([{ fromMs: 1900, ms: 201 }]);
});

test('at any pace 70 ms later is jitter, 120 ms later a stall', () => {
  // Three a second.
  const late = (moreMs: number) =>
    records(
      ...Array.from({ length: 30 }, (_, i): [number, number] => [
        i * 322,
        i * 322 + 40 + (i === 10 ? moreMs : 0),
      ]),
    );
  expect(lineStalls(late(70), [])).toEqual([]);
  expect(lineStalls(late(120), [])).toEqual([{ fromMs: 3059, ms: 281 }]);
});

test('a line that swallows probes for a second stalls as well', () => {
  expect(lineStalls(swallowed(2000, 3000), [])).toEqual([{ fromMs: 1900, ms: 1000 }]);
});

test('closer probes tell the length of a silence more exactly', () => {
  const calm = Array.from({ length: 30 }, (_, i): [number, number] => [i * 200 - 6000, i * 200 - 5960]);
  const closer: [number, number?][] = [[400], [490], [540], [590], [640], [690, 730], [800, 840]];
  expect(lineStalls(records(...calm, [0, 40], [200, 240], ...closer), [])).toEqual([
    { fromMs: 300, ms: 365 },
  ]);
});

test('one or two lost by accident are loss and no stall', () => {
  expect(lineStalls(swallowed(2000, 2200), [])).toEqual([]);
  expect(lineStalls(swallowed(2000, 2400), [])).toEqual([]);
});

test('jitter, and a queue that fills, are none', () => {
  const jittery = Array.from({ length: 50 }, (_, i): [number, number] => [
    i * 200,
    i * 200 + 40 + 60 * (i % 2),
  ]);
  expect(lineStalls(records(...jittery), [])).toEqual([]);
  const filling = Array.from({ length: 30 }, (_, i): [number, number] => [i * 200, i * 200 + 40 + 45 * i]);
  expect(lineStalls(records(...filling), [])).toEqual([]);
});

test('two stalls are two', () => {
  const probes = [...held(2000, 2940)].map((probe) =>
    probe.sentMs >= 4000 && probe.sentMs < 4400 ? { ...probe, receivedMs: 4440 } : probe,
  );
  expect(lineStalls(probes, [])).toEqual([
    { fromMs: 1900, ms: 1000 },
    { fromMs: 3900, ms: 500 },
  ]);
});

test('what this browser itself stood still is not the line’s', () => {
  expect(lineStalls(held(2000, 2940), [{ fromMs: 1950, toMs: 2930 }])).toEqual([]);
  expect(lineStalls(held(2000, 2940), [{ fromMs: 2000, toMs: 2300 }])).toEqual([{ fromMs: 1900, ms: 700 }]);
});

test('a busy machine, whose every timer is late, stands still for less than a silence', () => {
  const late = Array.from({ length: 100 }, (_, i) => ({ fromMs: 1900 + i * 40, toMs: 1935 + i * 40 }));
  expect(lineStalls(held(2000, 2940), late)).toEqual([{ fromMs: 1900, ms: 1000 }]);
});

test('a silence that goes on is told before it has ended', () => {
  const probes = records([0, 40], [200, 240], [400], [600]);
  expect(silentMs(probes, 450)).toBe(0);
  expect(silentMs(probes, 1490)).toBe(1000);
  expect(silentMs(records([0, 40]), 5000)).toBe(0);
  expect(silentMs(records([0]), 5000)).toBe(0);
});

test('one that goes on when nothing more is to come is as long as what was sent into it', () => {
  const seen = (nowMs: number) => swallowed(2000, 9999).filter(({ sentMs }) => sentMs <= nowMs);
  expect(openStall(seen(5900), [], 5900)).toEqual({ fromMs: 1900, ms: 3900 });
  // Three in a row may still be an accident, and the newest are not due.
  expect(openStall(seen(2500), [], 2500)).toBe(undefined);
  expect(openStall(held(9999, 9999), [], 5840)).toBe(undefined);
  expect(openStall(records([0], [200], [400], [600]), [], 5000)).toBe(undefined);
});

test('and what of it this browser itself stood still is taken off', () => {
  const own = [{ fromMs: 1950, toMs: 4950 }];
  expect(openStall(swallowed(2000, 9999), own, 5900)).toEqual({ fromMs: 1900, ms: 900 });
  expect(openStall(swallowed(2000, 9999), [{ fromMs: 1950, toMs: 5830 }], 5900)).toBe(undefined);
});
