/** The queue of a filled line, on simulated lines whose queue is known. */
import { expect, test } from 'playwright/test';
import { type FilledReading, filledLine } from '../../../src/precall/estimate/filled-line.ts';
import { fillPlan } from '../../../src/precall/fill/fill-plan.ts';
import { FINE_CLOCK } from '../harness/hosts.ts';
import type { SimulatedDirection } from '../harness/simulated-direction.ts';
import { random, SimulatedLink } from '../harness/simulated-link.ts';
import { simulatedPair } from '../harness/simulated-pair.ts';
import { OVERHEAD, seeds } from '../harness/simulated-run.ts';

async function fill(
  up: SimulatedDirection,
  { down = up, told = up.kbps, seed = 1 }: { down?: SimulatedDirection; told?: number; seed?: number } = {},
) {
  const line = new SimulatedLink(up, down, { overheadBytes: OVERHEAD, oversleepMs: 2 }, seed);
  const start = line.now();
  const request = { overheadBytes: OVERHEAD, capacityKbps: told, roundTripMs: 40 };
  const logs = await fillPlan(simulatedPair(line), request, new AbortController().signal);
  const facts = { overheadBytes: OVERHEAD, capacityKbps: told, host: FINE_CLOCK, lossRatio: up.loss ?? 0 };
  return { told: filledLine(logs, facts), ms: line.now() - start, bytesUp: line.bytesUp };
}

function queueOf(told: FilledReading | string): number {
  return typeof told === 'string' ? Number.NaN : told.loadedRoundTripTimeMs - told.idleRoundTripTimeMs;
}

const QUEUES = [50, 100, 200, 500, 1000];
const RATES = [1000, 5000, 10_000];

for (const kbps of RATES)
  for (const queueMs of QUEUES)
    test(`${kbps} kbit/s with a queue of ${queueMs} ms`, async () => {
      for (const seed of seeds(3)) {
        const { told, ms, bytesUp } = await fill({ kbps, delayMs: 20, queueMs }, { seed });
        expect(Math.abs(queueOf(told) - queueMs)).toBeLessThanOrEqual(Math.max(10, 0.1 * queueMs));
        expect(told).toMatchObject({ atLeast: false });
        expect(ms).toBeLessThan(5_000);
        expect(bytesUp).toBeLessThan(2_050_000);
      }
    });

test('the narrower direction is told, whichever it is', async () => {
  const down = { kbps: 2_000, delayMs: 20, queueMs: 300 };
  const { told } = await fill({ kbps: 8_000, delayMs: 20, queueMs: 800 }, { down, told: 2_000 });
  expect(Math.abs(queueOf(told) - 300)).toBeLessThanOrEqual(30);
});

test("with jitter, and with losses that are the line's own", async () => {
  for (const seed of seeds(5)) {
    const jittery = await fill({ kbps: 5_000, delayMs: 30, jitterMs: 10, queueMs: 300 }, { seed });
    expect(Math.abs(queueOf(jittery.told) - 300)).toBeLessThanOrEqual(30);
    const lossy = await fill({ kbps: 5_000, delayMs: 20, loss: 0.02, queueMs: 300 }, { seed, told: 4_800 });
    expect(Math.abs(queueOf(lossy.told) - 300)).toBeLessThanOrEqual(30);
  }
});

test('a bandwidth told a sixth too low or too high still fills it', async () => {
  for (const told of [4_200, 5_800]) {
    const { told: read } = await fill({ kbps: 5_000, delayMs: 20, queueMs: 400 }, { told });
    expect(Math.abs(queueOf(read) - 400)).toBeLessThanOrEqual(40);
  }
});

test('a queue of more than the test raises is told as at least that', async () => {
  const { told } = await fill({ kbps: 5_000, delayMs: 20, queueMs: 3_000 });
  expect(told).toMatchObject({ atLeast: true });
  expect(queueOf(told)).toBeGreaterThan(900);
});

test('a line that carries all that is sent is not told as filled', async () => {
  const { told, bytesUp } = await fill({ kbps: 200_000, delayMs: 20, queueMs: 300 }, { told: 10_000 });
  expect(told).toBe('the line carries more than the test may send');
  expect(bytesUp).toBeLessThan(2_050_000);
});

test('a line that is lost meanwhile tells nothing', async () => {
  const { told } = await fill({ kbps: 5_000, delayMs: 20, queueMs: 300, loss: 1 });
  expect(told).toBe('too few probes came back');
});

test('of 40 lines drawn from a seed 38 are within 10 % or 10 ms, in 4.5 s and 2.05 MB up', async () => {
  test.setTimeout(120_000);
  const draw = random(4711);
  const between = (low: number, high: number) => low * (high / low) ** draw();
  let within = 0;
  for (let seed = 1; seed <= 40; seed += 1) {
    const narrow = {
      kbps: between(150, 10_000),
      delayMs: between(5, 150),
      jitterMs: draw() < 0.3 ? 5 * draw() : 0,
      loss: draw() < 0.3 ? 0.04 * draw() : 0,
      queueMs: between(50, 1_000),
    };
    // As most lines are, the same both ways or wider downwards.
    const down = { ...narrow, kbps: narrow.kbps * (draw() < 0.5 ? 1 : 1 + 9 * draw()) };
    const told = narrow.kbps * (0.9 + 0.15 * draw());
    const filled = await fill(narrow, { down, told, seed });
    expect(filled.ms).toBeLessThan(4_500);
    expect(filled.bytesUp).toBeLessThan(2_050_000);
    const off = Math.abs(queueOf(filled.told) - narrow.queueMs);
    if (off <= Math.max(10, 0.1 * narrow.queueMs)) within += 1;
  }
  expect(within).toBeGreaterThanOrEqual(38);
});

test('a faster upload’s queue does not rise beside the download’s from twice its rate on', async () => {
  const down = { kbps: 2_000, delayMs: 20, queueMs: 300 };
  const { told } = await fill({ kbps: 4_200, delayMs: 20, queueMs: 600 }, { down, told: 2_000 });
  expect(Math.abs(queueOf(told) - 300)).toBeLessThanOrEqual(30);
});
