/** Links drawn from a seed: what holds only on a fixed list was tuned on it. The name holds the seed, and so the whole link. */
import { createRandom, type Random } from '../learner/random.ts';
import type { Direction } from '../link/link-spec.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';

const NAME = /^drawn (\d+)$/;

export function drawScenario(seed: number): Scenario {
  const random = createRandom(seed);
  const kbps = random.logBetween(90, 22_000);
  // One in three is lopsided, as lines at home are.
  const otherKbps = random.chance(1 / 3) ? kbps * random.logBetween(1, 20) : kbps;
  const rttMs = random.logBetween(8, 450);
  const trouble = { ...lossOf(random), ...jitterOf(random, rttMs), ...queueOf(random, kbps) };
  const base: Direction = {
    rateKbps: kbps,
    delayMs: rttMs / 2,
    queueMs: 200,
    jitterMs: 0,
    loss: 0,
    lossBurst: 1,
    ...trouble,
  };
  const other = { ...base, rateKbps: otherKbps };
  const name = `drawn ${seed}`;
  const [up, down] = random.chance(0.5) ? [base, other] : [other, base];
  // Of a policed line and of one that is almost without a queue the truth is what the sender makes of it.
  const unjudged = base.policerMs === undefined ? {} : ({ unjudged: true } as const);
  return { name, spec: { name, up, down }, ...unjudged };
}

/** Of the fixed list, or drawn again from the seed in its name. */
export function scenarioNamed(name: string): Scenario | undefined {
  const seed = NAME.exec(name)?.[1];
  return seed === undefined ? SCENARIOS.find((each) => each.name === name) : drawScenario(Number(seed));
}

export function isDrawn({ name }: Pick<Scenario, 'name'>): boolean {
  return NAME.test(name);
}

function lossOf(random: Random): Partial<Direction> {
  if (random.chance(0.55)) return {};
  return { loss: random.logBetween(0.002, 0.08), lossBurst: random.chance(0.6) ? 1 : random.between(2, 8) };
}

function jitterOf(random: Random, rttMs: number): Partial<Direction> {
  if (random.chance(0.55)) return {};
  const jitterMs = Math.min(random.logBetween(1, 30), rttMs / 3);
  return random.chance(0.5) ? { jitterMs } : { jitterMs, jitterTauMs: random.logBetween(10, 100) };
}

function queueOf(random: Random, kbps: number): Partial<Direction> {
  if (random.chance(0.08)) return { policerMs: random.logBetween(15, 100) };
  // Two datagrams of a full size, below which not even a handshake finds room.
  const leastMs = (2 * 1_500 * 8) / kbps;
  return { queueMs: Math.max(leastMs, random.logBetween(30, 1_000)) };
}
