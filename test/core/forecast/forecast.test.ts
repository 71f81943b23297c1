import fc from 'fast-check';
import { expect, test } from 'playwright/test';
import { levelOfWay } from '../../../src/core/forecast/call-level.ts';
import { forecast } from '../../../src/core/forecast/forecast.ts';
import type { ForecastInput } from '../../../src/core/forecast/forecast-types.ts';
import { loopLoss, oneWayLoss } from '../../../src/core/forecast/one-way-loss.ts';

const CLEAN: ForecastInput = {
  reachable: true,
  roundTripTimeMs: 40,
  jitterMs: 1,
  lossRatio: 0,
  throughputKbps: 9000,
};
const of = (change: Partial<ForecastInput> = {}) => forecast({ ...CLEAN, ...change });

/** Calls that were made: what `getStats` saw of them is in bench/call/reference-calls.ts. */
test('a fast clean line carries what the ramp-up reaches, at 540 lines', () => {
  expect(of().sent).toMatchObject({ heightPx: 540, framesPerSecond: 30 });
  expect(of().sent?.kbps).toBeGreaterThan(1200);
  expect(of().sent?.kbps).toBeLessThan(1700);
  expect(of()).toMatchObject({ level: 4 });
  expect(of()).not.toHaveProperty('cause');
});

test('delay that varies costs a call most of its rate, whatever the bandwidth', () => {
  const varying = of({ jitterMs: 16, throughputKbps: 4850 });
  expect(varying).toMatchObject({ level: 2, cause: 'delay-variation' });
  expect(varying.sent?.kbps).toBeGreaterThan(200);
  expect(varying.sent?.kbps).toBeLessThan(400);
});

test('5 % of loss each way leaves a call its picture and its voice', () => {
  const lossy = of({ lossRatio: 1 - 0.95 ** 2, throughputKbps: 4350 });
  expect(lossy.level).toBeGreaterThanOrEqual(3);
  expect(lossy.concealedShare).toBeGreaterThan(0.01);
  expect(lossy.concealedShare).toBeLessThan(0.03);
});

test('each way has its own rate, and the worse one decides', () => {
  const lopsided = of({ throughputKbps: 400, upKbps: 400, downKbps: 9000 });
  expect(lopsided.sent?.kbps).toBeLessThan(300);
  expect(lopsided.received?.kbps).toBeGreaterThan(1200);
  expect(lopsided).toMatchObject({ level: 2, cause: 'bandwidth-up' });
  expect(of({ throughputKbps: 400, upKbps: 9000, downKbps: 400 })).toMatchObject({
    level: 2,
    cause: 'bandwidth-down',
  });
  expect(of({ throughputKbps: 400 }).cause).toBe('bandwidth');
});

test('where only the narrower way is known the other is at least as good', () => {
  const up = of({ throughputKbps: 400, upKbps: 400, narrower: 'up' });
  expect(up).toMatchObject({ cause: 'bandwidth-up', received: { atLeast: true } });
  expect(up.sent).not.toHaveProperty('atLeast');
  const down = of({ throughputKbps: 400, upKbps: 2000, downKbps: 400, narrower: 'down' });
  expect(down.cause).toBe('bandwidth-down');
  expect(down.received).not.toHaveProperty('atLeast');
});

test('each way has its own loss where it is known: the way that loses is the worse one', () => {
  const worseUp = of({ lossRatio: 0.25, upLossRatio: 0.25, downLossRatio: 0 });
  expect(worseUp.sent?.kbps ?? 0).toBeLessThan(worseUp.received?.kbps ?? 0);
  const lossyUp = of({ lossRatio: 0.08, upLossRatio: 0.08, downLossRatio: 0 });
  expect(lossyUp.received?.kbps).toBe(of().received?.kbps);
  expect(lossyUp.concealedShare ?? 0).toBeGreaterThan(of({ lossRatio: 0.08 }).concealedShare ?? 1);
  const { throughputKbps: _unknown, ...light } = CLEAN;
  const voice = forecast({ ...light, lossRatio: 0.08, upLossRatio: 0, downLossRatio: 0.08 });
  expect(voice.concealedShare).toBe(lossyUp.concealedShare);
});

test('a narrow line carries voice only, and one of 80 kbit/s breaks the voice up', () => {
  expect(of({ throughputKbps: 130 })).toMatchObject({ level: 1, cause: 'bandwidth' });
  expect(of({ throughputKbps: 80 }).concealedShare).toBeGreaterThan(0.03);
  expect(of({ throughputKbps: 40 }).level).toBe(0);
});

test('where the second of two large datagrams is always lost no call comes up', () => {
  expect(of({ throughputKbps: 150, secondOfTwoLost: true })).toEqual({
    level: 0,
    levels: [0, 0],
    cause: 'short-queue',
  });
});

test('a long way spoils the talk and not the picture', () => {
  const far = of({ roundTripTimeMs: 700 });
  expect(far).toMatchObject({ level: 4, cause: 'round-trip' });
  expect(far.mouthToEarMs).toBeGreaterThan(400);
  expect(far.voiceMos).toBeLessThan(3.7);
  expect(of().voiceMos).toBeGreaterThan(4.1);
});

test('what a far server loses makes the picture stand still, what a near one loses does not', () => {
  const lossy = { lossRatio: loopLoss(0.032), throughputKbps: 5000 };
  expect(of(lossy)).toMatchObject({ level: 4, sent: { frozenShare: 0 } });
  expect(of({ ...lossy, roundTripTimeMs: 424 })).toMatchObject({ level: 2, cause: 'loss' });
  expect(of({ ...lossy, roundTripTimeMs: 424 }).sent?.frozenShare).toBeCloseTo(0.091, 3);
  const upOnly = { ...lossy, roundTripTimeMs: 424, upLossRatio: 0.062, downLossRatio: 0 };
  expect(of(upOnly).sent?.frozenShare).toBeGreaterThan(0.15);
  expect(of(upOnly).received?.frozenShare).toBe(0);
  const { lossRatio: _loss, ...stream } = CLEAN;
  expect(forecast({ ...stream, roundTripTimeMs: 424, overStream: true }).sent?.frozenShare).toBe(0);
});

test('losses in runs spoil a voice more than as many single ones: the packet that repeats a lost one is lost, too', () => {
  const single = of({ lossRatio: loopLoss(0.066), meanLossRun: 1 });
  const inRuns = of({ lossRatio: loopLoss(0.066), meanLossRun: 6 });
  expect(single).toEqual(of({ lossRatio: loopLoss(0.066) }));
  expect(inRuns.concealedShare ?? 0).toBeGreaterThan(1.3 * (single.concealedShare ?? 1));
  expect(inRuns.voiceMos ?? 5).toBeLessThan(single.voiceMos ?? 0);
  expect([single.level, inRuns.level]).toEqual([4, 1]);
});

test('what was not measured is not foretold', () => {
  expect(Object.keys(forecast({ reachable: true }))).toEqual([]);
  expect(Object.keys(forecast({ reachable: true, throughputKbps: 5000 }))).toEqual(['score']);
  const { throughputKbps: _rate, ...light } = CLEAN;
  expect(Object.keys(forecast(light)).sort()).toEqual(['concealedShare', 'mouthToEarMs', 'voiceMos']);
  const upOnly = forecast({ ...light, upKbps: 5000 });
  expect(upOnly).toHaveProperty('sent');
  expect(upOnly).not.toHaveProperty('received');
  expect(upOnly).not.toHaveProperty('level');
  expect(upOnly).not.toHaveProperty('score');
});

test('over TCP a loss is not seen and not missed', () => {
  const { lossRatio: _loss, ...stream } = CLEAN;
  expect(forecast(stream)).not.toHaveProperty('level');
  expect(forecast({ ...stream, overStream: true })).toMatchObject({ level: 4 });
});

test('no connection, and a line that loses everything, is no call', () => {
  const none = { level: 0, levels: [0, 0], cause: 'no-connection' };
  expect(forecast({ reachable: false })).toEqual(none);
  expect(of({ lossRatio: 1 })).toEqual(none);
});

test('loss of the loop is what both ways lose', () => {
  expect(oneWayLoss(0.0975)).toBeCloseTo(0.05, 12);
  expect(loopLoss(0.05)).toBeCloseTo(0.0975, 12);
  expect([oneWayLoss(0), oneWayLoss(1)]).toEqual([0, 1]);
});

const anything = fc.record({
  roundTripTimeMs: fc.double({ min: 0, max: 2000, noNaN: true }),
  jitterMs: fc.double({ min: 0, max: 200, noNaN: true }),
  p95DeviationMs: fc.double({ min: 0, max: 500, noNaN: true }),
  lossRatio: fc.double({ min: 0, max: 0.99, noNaN: true }),
  upKbps: fc.double({ min: 0, max: 1e6, noNaN: true }),
  downKbps: fc.double({ min: 0, max: 1e6, noNaN: true }),
});
/** As people have lines: where every limit of the forecast lies. */
const usual = fc.record({
  roundTripTimeMs: fc.integer({ min: 0, max: 600 }),
  jitterMs: fc.integer({ min: 0, max: 40 }),
  p95DeviationMs: fc.integer({ min: 0, max: 120 }),
  lossRatio: fc.integer({ min: 0, max: 200 }).map((thousandths) => thousandths / 1000),
  upKbps: fc.integer({ min: 50, max: 4000 }),
  downKbps: fc.integer({ min: 50, max: 4000 }),
});
type Anything = typeof anything extends fc.Arbitrary<infer T> ? T : never;

/** Two lines of which `better` has no less rate and no more of anything else; the deviation is not known, as in the short form of `replay`. */
function ordered(a: Anything, b: Anything) {
  const pick = (how: (x: number, y: number) => number, other: (x: number, y: number) => number) => ({
    reachable: true,
    roundTripTimeMs: how(a.roundTripTimeMs, b.roundTripTimeMs),
    jitterMs: how(a.jitterMs, b.jitterMs),
    lossRatio: how(a.lossRatio, b.lossRatio),
    upKbps: other(a.upKbps, b.upKbps),
    downKbps: other(a.downKbps, b.downKbps),
  });
  return { better: pick(Math.min, Math.max), worse: pick(Math.max, Math.min) };
}

for (const [name, line] of [
  ['any line', anything],
  ['a usual line', usual],
] as const) {
  test(`more bandwidth is never worse; more loss, jitter and delay never better: ${name}`, () => {
    fc.assert(
      fc.property(line, line, (a, b) => {
        const lines = ordered(a, b);
        const [better, worse] = [forecast(lines.better), forecast(lines.worse)];
        for (const of of [
          (told: typeof better) => told.level,
          (told: typeof better) => told.voiceMos,
          (told: typeof better) => told.sent?.heightPx,
          (told: typeof better) => told.received?.framesPerSecond,
          (told: typeof better) => told.score,
        ]) {
          expect(of(better)).toBeGreaterThanOrEqual(of(worse) ?? Number.NaN);
        }
        // Protection is counted with the video: it alone may make a lossy line's rate the larger one.
        const asLossy = forecast({ ...lines.better, lossRatio: lines.worse.lossRatio });
        expect(asLossy.sent?.kbps).toBeGreaterThanOrEqual(worse.sent?.kbps ?? Number.NaN);
        expect(asLossy.received?.kbps).toBeGreaterThanOrEqual(worse.received?.kbps ?? Number.NaN);
      }),
      { numRuns: 500 },
    );
  });

  test(`the level is that of the figures told beside it: ${name}`, () => {
    fc.assert(
      fc.property(line, fc.boolean(), (numbers, known) => {
        const { p95DeviationMs, ...short } = numbers;
        const { level, sent, received, concealedShare } = forecast({
          reachable: true,
          ...short,
          ...(known && { p95DeviationMs }),
        });
        const levels = [sent, received].map(
          (way) => way && levelOfWay({ ...way, concealedShare: concealedShare ?? Number.POSITIVE_INFINITY }),
        );
        expect(level).toBe(Math.min(...levels.map((of) => of ?? Number.NaN)));
      }),
      { numRuns: 500 },
    );
  });
}

test('a line whose room a picture fills gets no more of it by losing: protection takes what is left over', () => {
  fc.assert(
    fc.property(usual, ({ p95DeviationMs: _unknown, ...line }) => {
      const rates = { upKbps: Math.min(1_200, line.upKbps), downKbps: Math.min(1_200, line.downKbps) };
      const lossy = forecast({ reachable: true, ...line, ...rates });
      const clean = forecast({ reachable: true, ...line, ...rates, lossRatio: 0 });
      expect(lossy.sent?.kbps).toBeLessThanOrEqual((clean.sent?.kbps ?? Number.NaN) + 1);
    }),
  );
});

test('what a call gets is never more than the line carries', () => {
  for (const throughputKbps of [0, 1, 5, 10, 20, 100, 1000, 2500])
    for (const lossRatio of [0, 0.01, 0.1])
      expect(of({ throughputKbps, lossRatio }).sent?.kbps).toBeLessThanOrEqual(throughputKbps);
});

test('stalls that soon end cost a call nothing, waves of the same deviation most of its rate', () => {
  const stalls = of({ jitterMs: 4, p95DeviationMs: 40, medianDeviationMs: 1 });
  const waves = of({ jitterMs: 4, p95DeviationMs: 40, medianDeviationMs: 14 });
  expect(stalls).toMatchObject({ level: 4 });
  expect(waves).toMatchObject({ level: 2, cause: 'delay-variation' });
  expect(waves.sent).toEqual(of({ jitterMs: 4, p95DeviationMs: 40 }).sent);
});

test('a wider deviation at the same jitter is never better', () => {
  fc.assert(
    fc.property(anything, fc.double({ min: 0, max: 500, noNaN: true }), (line, more) => {
      const told = forecast({ reachable: true, ...line });
      const wider = forecast({
        reachable: true,
        ...line,
        p95DeviationMs: line.p95DeviationMs + more,
      });
      expect(wider.sent?.kbps).toBeLessThanOrEqual(told.sent?.kbps ?? Number.NaN);
      const [low, high] = [more / 3, more].map((medianDeviationMs) =>
        forecast({ reachable: true, ...line, medianDeviationMs }),
      );
      expect(high?.sent?.kbps).toBeLessThanOrEqual(low?.sent?.kbps ?? Number.NaN);
    }),
  );
});

test('whatever goes in, what comes out is a number within its bounds', () => {
  fc.assert(
    fc.property(anything, (line) => {
      const { level, levels, voiceMos, sent, score } = forecast({ reachable: true, ...line });
      expect([0, 1, 2, 3, 4]).toContain(level);
      expect(levels?.[0]).toBeLessThanOrEqual(level ?? Number.NaN);
      expect(levels?.[1]).toBeGreaterThanOrEqual(level ?? Number.NaN);
      expect(voiceMos).toBeGreaterThanOrEqual(1);
      expect(voiceMos).toBeLessThanOrEqual(4.5);
      expect(score).toBeGreaterThanOrEqual(1);
      expect(score).toBeLessThanOrEqual(5);
      expect([180, 270, 360, 540, 720]).toContain(sent?.heightPx);
      expect(sent?.framesPerSecond).toBeGreaterThanOrEqual(0);
      expect(sent?.framesPerSecond).toBeLessThanOrEqual(30);
    }),
  );
});

test('the score goes on where the video of one call does not', () => {
  const scores = [2500, 5000, 20_000, 100_000].map((throughputKbps) => of({ throughputKbps }).score);
  expect([...scores].sort()).toEqual(scores);
  expect(new Set(scores).size).toBe(4);
  // The geometric mean of both ways: 100 x 10000 is 1000 x 1000.
  expect(of({ upKbps: 100, downKbps: 10_000 }).score).toBe(of({ upKbps: 1000, downKbps: 1000 }).score);
});
