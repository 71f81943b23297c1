import { expect, test } from 'playwright/test';
import { createRandom, type Random } from '../../../../bench/learner/random.ts';
import { lossByDirection } from '../../../../src/precall/estimate/loss/loss-by-direction.ts';

interface Line {
  readonly up: number;
  readonly down: number;
  /** Packets, mean run of losses. */
  readonly run?: number;
}

const PROBES = { loop: 300, oneWay: 90 };

function losses(random: Random, ratio: number, run: number, count: number): boolean[] {
  const leave = 1 / run;
  const enter = (ratio * leave) / (1 - ratio);
  let bad = random.chance(ratio);
  return Array.from({ length: count }, () => {
    bad = random.chance(bad ? 1 - leave : enter);
    return bad;
  });
}

function measured({ up, down, run = 1 }: Line, seed: number) {
  const random = createRandom(seed);
  const ways = (count: number) => ({
    up: losses(random, up, run, count),
    down: losses(random, down, run, count),
  });
  const loop = ways(PROBES.loop);
  const alone = ways(PROBES.oneWay);
  return lossByDirection({ loop: loop.up.map((lost, i) => lost || loop.down[i] === true), ...alone });
}

test('the direction that loses is named, and the other is not', () => {
  const { up, down } = measured({ up: 0.05, down: 0 }, 1);
  expect(up.interval[0]).toBeGreaterThan(down.interval[1] / 2);
  expect(Math.abs(up.lossRatio - 0.05)).toBeLessThan(0.02);
  expect(down.lossRatio).toBeLessThan(0.01);
  const turned = measured({ up: 0, down: 0.05 }, 1);
  expect(turned.down.lossRatio).toBeGreaterThan(5 * turned.up.lossRatio);
});

test('what two samples say is not forgotten for the third: the loop narrows what each direction alone leaves open', () => {
  const clean = Array.from({ length: 90 }, () => false);
  const lossy = Array.from({ length: 300 }, (_, i) => i % 20 === 0);
  const some = Array.from({ length: 90 }, (_, i) => i % 20 === 0);
  const { up, down } = lossByDirection({ loop: lossy, up: some, down: clean });
  expect(up.lossRatio).toBeCloseTo(0.05, 2);
  expect(down.lossRatio).toBe(0);
  const alone = lossByDirection({ loop: [], up: some, down: clean });
  expect(up.interval[1] - up.interval[0]).toBeLessThan(alone.up.interval[1] - alone.up.interval[0]);
});

test('nothing measured is nothing known', () => {
  const { up, down } = lossByDirection({ loop: [], up: [], down: [] });
  expect(up.interval[1]).toBeGreaterThan(0.8);
  expect(down.interval).toEqual(up.interval);
});

for (const line of [
  { up: 0.05, down: 0 },
  { up: 0.01, down: 0.04 },
  { up: 0.03, down: 0.03 },
  { up: 0, down: 0.1, run: 3 },
] satisfies Line[]) {
  const { up, down, run = 1 } = line;
  test(`of 200 measurements the intervals hold ${up} up and ${down} down, in runs of ${run}, in 93 % at least`, () => {
    let held = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const found = measured(line, seed);
      for (const way of ['up', 'down'] as const) {
        const [from, to] = found[way].interval;
        if (from <= line[way] && line[way] <= to) held += 1;
      }
    }
    expect(held / 400).toBeGreaterThanOrEqual(0.93);
  });
}
