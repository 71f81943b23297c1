/** The rate of the way up, on simulated lines whose ways are known. */
import { expect, test } from 'playwright/test';
import { upRate } from '../../../src/precall/estimate/capacity/up-rate.ts';
import { upTrains } from '../../../src/precall/way-up/up-trains.ts';
import type { SimulatedDirection } from '../harness/simulated-direction.ts';
import { random, SimulatedLink } from '../harness/simulated-link.ts';
import { simulatedWayUp } from '../harness/simulated-pair.ts';
import { OVERHEAD, seeds } from '../harness/simulated-run.ts';

async function read(up: SimulatedDirection, down: SimulatedDirection, seed = 1, oversleepMs = 2) {
  const line = new SimulatedLink(up, down, { overheadBytes: OVERHEAD, oversleepMs }, seed);
  const start = line.now();
  const capacityKbps = Math.min(up.kbps, down.kbps);
  const request = { overheadBytes: OVERHEAD, capacityKbps, mostKbps: 40_000, roundTripMs: 40 };
  const logs = await upTrains(simulatedWayUp(line), request, new AbortController().signal);
  return { rate: upRate(logs, OVERHEAD), ms: line.now() - start, bytesUp: line.bytesUp, line };
}

const kbpsOf = (rate: Awaited<ReturnType<typeof read>>['rate']) =>
  typeof rate === 'string' ? Number.NaN : rate.upKbps;

for (const [upKbps, downKbps] of [
  [300, 3_000],
  [800, 800],
  [1_000, 5_000],
  [1_500, 1_000],
  [5_000, 1_000],
  [2_000, 300],
  [10_000, 2_000],
] as const)
  test(`${upKbps} kbit/s up and ${downKbps} down`, async () => {
    for (const seed of seeds(5)) {
      const { rate, ms, bytesUp, line } = await read(
        { kbps: upKbps, delayMs: 20 },
        { kbps: downKbps, delayMs: 20 },
        seed,
      );
      expect(Math.abs(kbpsOf(rate) / upKbps - 1)).toBeLessThan(0.05);
      expect(ms).toBeLessThan(4_000);
      // 0.4 s of the way up for the trains, and a second time as much for their growth.
      expect(bytesUp).toBeLessThan(20_000 + upKbps * 100);
      expect(line.up.longestQueueMs).toBeLessThan(130);
    }
  });

test('on lines drawn from a seed, with jitter, losses and a clock that oversleeps, its interval holds it in 19 of 20', async () => {
  const draw = random(7);
  const between = (least: number, most: number) => least * (most / least) ** draw();
  let held = 0;
  let told = 0;
  for (let i = 0; i < 60; i += 1) {
    const both = {
      delayMs: between(5, 100),
      jitterMs: draw() < 0.5 ? 0 : between(1, 4),
      loss: draw() < 0.5 ? 0 : 0.01,
    };
    const upKbps = between(200, 8_000);
    const { rate } = await read({ kbps: upKbps, ...both }, { kbps: between(200, 8_000), ...both }, i + 1, 4);
    if (typeof rate === 'string') continue;
    told += 1;
    if (Math.abs(rate.upKbps / upKbps - 1) <= Math.max(0.05, rate.uncertainty)) held += 1;
  }
  expect(told).toBeGreaterThanOrEqual(54);
  expect(held / told).toBeGreaterThanOrEqual(0.95);
});

test('a way up that lets everything pass at once has no rate', async () => {
  const { rate } = await read({ kbps: 900_000, delayMs: 20 }, { kbps: 1_000, delayMs: 20 });
  expect(rate).toBe('the way up let all of it pass at once');
});

test('where nothing comes back nothing is told', async () => {
  const { rate } = await read({ kbps: 1_000, delayMs: 20, loss: 1 }, { kbps: 1_000, delayMs: 20 });
  expect(rate).toBe('too few probes came back');
});

test('on lines drawn from a seed, with queues down to 25 ms, one in a hundred at most is told as faster than it is', async () => {
  const draw = random(11);
  const between = (least: number, most: number) => least * (most / least) ** draw();
  const readings = [];
  for (let i = 0; i < 150; i += 1) {
    const both = {
      delayMs: between(5, 100),
      queueMs: between(25, 130),
      jitterMs: draw() < 0.6 ? 0 : between(1, 4),
    };
    const upKbps = between(150, 2_900);
    const downKbps = draw() < 0.5 ? upKbps : between(150, 2_900);
    const { rate } = await read({ kbps: upKbps, ...both }, { kbps: downKbps, ...both }, i + 1, 4);
    readings.push({ upKbps, rate });
  }
  const tooFast = readings.filter(
    ({ upKbps, rate }) => typeof rate !== 'string' && rate.upKbps * (1 - rate.uncertainty) > 1.07 * upKbps,
  );
  expect(tooFast.length).toBeLessThanOrEqual(1);
  const untold = readings.filter(({ rate }) => rate === 'the queue of the way up is too short for it');
  expect(untold.length).toBeGreaterThan(0);
  expect(readings.length - untold.length).toBeGreaterThan(75);
});
