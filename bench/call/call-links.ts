/** The lab's links, drawn from a seed: no two sessions meet the same ones unless asked to. */

import { createRandom, type Random } from '../learner/random.ts';
import { cellularTrace } from '../link/cellular-trace.ts';
import type { Direction, LinkSpec } from '../link/link-spec.ts';

/** What a link of the lab is, as short as its record: `linkOf` makes the emulator's settings from it. */
export interface DrawnLink {
  readonly seed: number;
  readonly up: Direction;
  readonly down: Direction;
  /** kbit/s, the mean of a cellular trace that both directions follow in place of their rates. */
  readonly cellularKbps?: number;
  readonly competing?: 'up' | 'down';
  readonly transport: 'udp' | 'tcp' | 'tls';
}

export function drawLink(seed: number): DrawnLink {
  const random = createRandom(seed);
  const rttMs = random.logBetween(10, 500);
  const kbps = random.logBetween(80, 10_000);
  // Three of ten are lopsided, as lines at home are.
  const other = random.chance(0.3)
    ? random.logBetween(Math.max(80, kbps / 25), Math.min(20_000, kbps * 25))
    : kbps;
  const trouble = troubleOf(random, rttMs);
  const queueMs = random.logBetween(30, 1_000);
  const base = { delayMs: rttMs / 2, queueMs, jitterMs: 0, loss: 0, lossBurst: 1, ...trouble };
  return {
    seed,
    up: rounded({ ...base, rateKbps: kbps }),
    down: rounded({ ...base, rateKbps: other }),
    ...(random.chance(0.06) ? { cellularKbps: Math.round(Math.max(kbps, 500)) } : {}),
    ...(random.chance(0.05) ? { competing: random.pick(['up', 'down'] as const) } : {}),
    transport: random.chance(0.9) ? 'udp' : random.pick(['tcp', 'tls'] as const),
  };
}

export function linkOf({ seed, up, down, cellularKbps }: DrawnLink): LinkSpec {
  const trace = cellularKbps === undefined ? {} : { trace: cellularTrace(cellularKbps) };
  return { name: `seed ${seed}`, up: { ...up, ...trace }, down: { ...down, ...trace } };
}

/** Three digits: the record then says exactly what the link was. */
function rounded(direction: Direction): Direction {
  return Object.fromEntries(
    Object.entries(direction).map(([name, value]) => [
      name,
      typeof value === 'number' ? Number(value.toPrecision(3)) : value,
    ]),
  ) as unknown as Direction;
}

/** A clean line is as usual as each kind of trouble: losses, delay that varies, both. */
function troubleOf(random: Random, rttMs: number): Partial<Direction> {
  const kind = random.pick(['none', 'loss', 'jitter', 'both'] as const);
  const loss = kind === 'loss' || kind === 'both' ? lossOf(random) : {};
  const jitter = kind === 'jitter' || kind === 'both' ? jitterOf(random, rttMs) : {};
  return { ...loss, ...jitter };
}

function lossOf(random: Random): Partial<Direction> {
  return { loss: random.logBetween(0.002, 0.1), lossBurst: random.chance(0.6) ? 1 : random.between(2, 8) };
}

function jitterOf(random: Random, rttMs: number): Partial<Direction> {
  const jitterMs = Math.min(random.logBetween(2, 40), rttMs / 2);
  return random.chance(0.5)
    ? { jitterMs, jitterTauMs: random.logBetween(10, 200), normalJitter: true }
    : { jitterMs, normalJitter: random.chance(0.5) };
}
