import { expect, test } from 'playwright/test';
import { viewOf } from '../../../../src/precall/estimate/stall/watched-line.ts';
import type { PacketLog } from '../../../../src/precall/link/packet-log.ts';

/** One probe each 200 ms from `fromMs` on with these round trips; undefined: lost. */
function loop(fromMs: number, roundTrips: readonly (number | undefined)[], group = 0): PacketLog {
  return {
    sent: roundTrips.map((_, i) => ({ kind: 'probe', group, bytes: 8, sentMs: fromMs + i * 200 })),
    arrivals: roundTrips.flatMap((ms, seq) =>
      ms === undefined ? [] : [{ seq, receivedMs: fromMs + seq * 200 + ms }],
    ),
  };
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

test('an even line: its round trip, nothing lost, a point a second', () => {
  const log = loop(1000, times(20, 40));
  const view = viewOf({ startMs: 1000, nowMs: 5000, loops: [{ log }], changes: [] });
  expect(view).toEqual({
    summary: {
      durationMs: 4000,
      probesSent: 20,
      probesLost: 0,
      roundTripTime: { medianMs: 40, p95Ms: 40, longestMs: 40 },
      stalls: [],
      interruptions: [],
      changes: [],
    },
    seconds: [0, 1, 2, 3].map((second) => ({ second, roundTripTimeMs: 40, lost: 0 })),
    silentMs: 0,
    roundTripTimeMs: 40,
  });
});

test('a probe is lost when it is not back after 3 s, and until then nothing behind it counts', () => {
  const log = loop(0, [40, 40, undefined, ...times(17, 40)]);
  const at = (nowMs: number) => viewOf({ startMs: 0, nowMs, loops: [{ log }], changes: [] }).summary;
  expect(at(3399)).toMatchObject({ probesSent: 2, probesLost: 0 });
  expect(at(3401)).toMatchObject({ probesSent: 20, probesLost: 1 });
});

test('what comes later than that is lost, too', () => {
  const log = loop(0, [40, 3001, ...times(18, 40)]);
  const { summary } = viewOf({ startMs: 0, nowMs: 8000, loops: [{ log }], changes: [] });
  expect(summary).toMatchObject({ probesSent: 20, probesLost: 1 });
});

test('closer probes do not count for the loss', () => {
  const log = loop(0, times(10, undefined), 1);
  const { summary } = viewOf({ startMs: 0, nowMs: 9000, loops: [{ log }], changes: [] });
  expect(summary).toMatchObject({ probesSent: 0, probesLost: 0 });
});

test('a loop that died and its successor make an interruption, and no loss', () => {
  const died = { log: loop(0, [40, 40, 40, ...times(30, undefined)]), lostAtMs: 440 };
  const going = viewOf({ startMs: 0, nowMs: 9000, loops: [died], changes: [] });
  expect(going.summary).toMatchObject({ probesSent: 3, probesLost: 0 });
  expect(going.summary.interruptions).toEqual([{ atMs: 440, ms: 8560 }]);
  const back = viewOf({
    startMs: 0,
    nowMs: 14_000,
    loops: [died, { log: loop(12_400, times(5, 40)) }],
    changes: [],
  });
  expect(back.summary.interruptions).toEqual([{ atMs: 440, ms: 12_000 }]);
  expect(back.summary.stalls).toEqual([]);
  expect(back.summary).toMatchObject({ probesSent: 8, probesLost: 0 });
});

test('stalls are told from the first probe on', () => {
  const log = loop(5000, [...times(10, 40), 940, 740, 540, 340, 140, ...times(10, 40)]);
  const { summary } = viewOf({ startMs: 5000, nowMs: 11_000, loops: [{ log }], changes: [] });
  expect(summary.stalls).toEqual([{ atMs: 1900, ms: 1000 }]);
});

test('a silence that goes on counts when the watch is over, and no interruption counts as one as well', () => {
  const log = loop(0, [...times(10, 40), ...times(10, undefined)]);
  const view = (over: { isOver?: boolean; lostAtMs?: number }) => {
    const { isOver = false, ...lost } = over;
    return viewOf({ startMs: 0, nowMs: 4000, loops: [{ log, ...lost }], changes: [], isOver }).summary;
  };
  expect(view({}).stalls).toEqual([]);
  expect(view({ isOver: true }).stalls).toEqual([{ atMs: 1900, ms: 1900 }]);
  expect(view({ isOver: true, lostAtMs: 1840 }).stalls).toEqual([]);
});

test('a loop that came up and brought nothing belongs to the interruption before it', () => {
  const died = { log: loop(0, [40, 40, 40]), lostAtMs: 440 };
  const silent = { log: loop(12_000, times(40, undefined)), lostAtMs: 20_000 };
  const back = { log: loop(30_000, times(5, 40)) };
  const view = (...loops: Parameters<typeof viewOf>[0]['loops'][number][]) =>
    viewOf({ startMs: 0, nowMs: 31_000, loops, changes: [] }).summary.interruptions;
  expect(view(died, silent, back)).toEqual([{ atMs: 440, ms: 29_600 }]);
  // The first one has none before it.
  expect(view(silent, back)).toEqual([{ atMs: 20_000, ms: 10_040 }]);
});

test('an even line is not held against each of the times that this browser stood still', () => {
  let reads = 0;
  const stall = {
    get fromMs() {
      reads += 1;
      return 100;
    },
    toMs: 107,
  };
  const log = { ...loop(0, times(50, 40)), stalls: times(50, stall) };
  viewOf({ startMs: 0, nowMs: 10_000, loops: [{ log }], changes: [] });
  expect(reads).toBe(0);
});
