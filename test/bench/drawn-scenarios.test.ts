import { expect, test } from 'playwright/test';
import { drawScenario, isDrawn, scenarioNamed } from '../../bench/run/drawn-scenarios.ts';
import { SCENARIOS } from '../../bench/run/scenarios.ts';

test('a drawn link is drawn again from the seed in its name, and another seed is another link', () => {
  const link = drawScenario(4711);
  expect(scenarioNamed(link.name)).toEqual(link);
  expect(drawScenario(4712).spec.up).not.toEqual(link.spec.up);
  expect(SCENARIOS.some(isDrawn)).toBe(false);
  expect(scenarioNamed('5 Mbit/s')).toBe(SCENARIOS.find(({ name }) => name === '5 Mbit/s'));
});

test('drawn links are lines that there are: a handshake finds room, and no packet is delayed by less than nothing', () => {
  for (let seed = 1; seed <= 500; seed += 1) {
    const { up, down } = drawScenario(seed).spec;
    for (const way of [up, down]) {
      expect(way.rateKbps).toBeGreaterThanOrEqual(90);
      expect(way.jitterMs).toBeLessThanOrEqual(way.delayMs);
      expect(way.loss).toBeLessThanOrEqual(0.08);
      if (way.policerMs === undefined) {
        expect((way.queueMs * Math.min(up.rateKbps, down.rateKbps)) / 8).toBeGreaterThanOrEqual(2_999);
      }
    }
  }
});

test('rates are no round numbers: a bench of round ones flatters a tool that rounds', () => {
  const rates = Array.from({ length: 200 }, (_, i) => drawScenario(i + 1).spec.up.rateKbps);
  expect(rates.filter((kbps) => Number.isInteger(kbps))).toHaveLength(0);
});
