import { expect, test } from 'playwright/test';
import { NOTHING_SEEN, type WatchSummary } from '../../../src/core/watch/watch-report.ts';
import { hasSeen, watchAdvice, watchSentences } from '../../../src/core/watch/watch-words.ts';

const seen = (facts: Partial<WatchSummary>): WatchSummary => ({
  ...NOTHING_SEEN,
  durationMs: 300_000,
  probesSent: 1500,
  ...facts,
});
const span = (ms: number) => ({ atMs: 1000, ms });

test('four stalls, the longest 1.2 s, and half a per cent lost', () => {
  const stalls = [span(300), span(1200), span(240), span(900)];
  expect(watchSentences(seen({ stalls, probesLost: 8 }))).toEqual([
    {
      plural: 'watchStalls',
      count: 4,
      values: [
        { as: 'duration', value: 300_000 },
        { as: 'seconds', value: 1200 },
      ],
    },
    { key: 'watchLoss', values: [{ as: 'percent', value: 8 / 1500 }] },
  ]);
});

test('nothing happened, and nothing was even sent', () => {
  const calm = [
    { key: 'watchNoStall', values: [{ as: 'duration', value: 300_000 }] },
    { key: 'watchNoLoss', values: [] },
  ];
  expect(watchSentences(seen({}))).toEqual(calm);
  expect(watchSentences(seen({ probesSent: 0 }))).toEqual(calm);
});

test('a connection that broke is told beside the stalls', () => {
  expect(watchSentences(seen({ interruptions: [span(14_000)] })).at(-1)).toEqual({
    plural: 'watchInterruptions',
    count: 1,
    values: [{ as: 'seconds', value: 14_000 }],
  });
});

test('a watch that was stopped before its first probe has nothing to sum up', () => {
  expect(hasSeen({ summary: seen({ probesSent: 0 }) })).toBe(false);
  expect(hasSeen({ summary: seen({ probesSent: 1 }) })).toBe(true);
});

const ADVICE: readonly [string, Partial<WatchSummary>, string | undefined, string][] = [
  [
    'an interruption comes before stalls',
    { interruptions: [span(9000)], stalls: [span(300)] },
    'wifi',
    'path',
  ],
  [
    'another network',
    { changes: [{ atMs: 5, kind: 'network', from: 'wifi', to: 'ethernet' }] },
    'ethernet',
    'path',
  ],
  ['another pair alone is nothing to see to', { changes: [{ atMs: 5, kind: 'pair' }] }, 'wifi', 'calm'],
  ['stalls over Wi-Fi', { stalls: [span(300)] }, 'wifi', 'stalls'],
  ['stalls where the network is not known', { stalls: [span(300)] }, undefined, 'stalls'],
  ['stalls on a cable', { stalls: [span(300)] }, 'ethernet', 'stallsOnCable'],
  ['loss of a test that finds nothing to say', { probesLost: 29 }, 'wifi', 'calm'],
  ['loss above it', { probesLost: 30 }, 'wifi', 'loss'],
  [
    'a round trip that rises to the limit',
    { roundTripTime: { medianMs: 40, p95Ms: 180, longestMs: 400 } },
    'wifi',
    'calm',
  ],
  ['and above', { roundTripTime: { medianMs: 40, p95Ms: 181, longestMs: 400 } }, 'wifi', 'rising'],
  [
    'a steady round trip at the limit',
    { roundTripTime: { medianMs: 400, p95Ms: 420, longestMs: 450 } },
    'wifi',
    'calm',
  ],
  ['a steady one above it', { roundTripTime: { medianMs: 401, p95Ms: 420, longestMs: 450 } }, 'wifi', 'far'],
  ['59 s of calm', { durationMs: 59_999 }, 'wifi', 'short'],
  ['a minute of calm', { durationMs: 60_000 }, 'wifi', 'calm'],
];
for (const [what, facts, networkType, advice] of ADVICE) {
  test(`${what}: ${advice}`, () => {
    const network = networkType === undefined ? {} : { networkType };
    expect(watchAdvice({ summary: seen(facts), ...network })).toBe(advice);
  });
}
