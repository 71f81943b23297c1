/** Simulated links drawn from a seed: whatever a constant of the measurement may have been made for, some of them have. */
import type { SimulatedDirection } from '../../test/precall/harness/simulated-direction.ts';
import type { SimulatedHost } from '../../test/precall/harness/simulated-link.ts';
import { createRandom, type Random } from '../learner/random.ts';

export interface DrawnLink {
  readonly kind: 'full' | 'light';
  readonly relayProtocol: 'udp' | 'tcp';
  readonly up: SimulatedDirection;
  readonly down: SimulatedDirection;
  readonly rttMs: number;
  readonly host: Partial<SimulatedHost>;
  /** Of everything that happens by chance on it. */
  readonly seed: number;
}

export function drawLinks(seed: number, count: number): DrawnLink[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => drawLink(random, 1_000 * seed + i));
}

function drawLink(random: Random, seed: number): DrawnLink {
  const relayProtocol = random.chance(1 / 8) ? 'tcp' : 'udp';
  // Over TCP small datagrams, as a slow line gets them, are acknowledged one by one, which the simulated line does not do.
  const kbps = random.logBetween(relayProtocol === 'tcp' ? 350 : 90, 12_000);
  const otherKbps = random.chance(1 / 3) ? kbps * random.logBetween(1, 10) : kbps;
  const rttMs = random.logBetween(8, 450);
  const kind = relayProtocol === 'udp' && random.chance(1 / 8) ? 'light' : 'full';
  const delayMs = rttMs / 2;
  const host = hostOf(random, relayProtocol);
  // The simulated line repeats nothing, as TCP would: over TCP it must lose nothing, and keep the order anyway.
  const trouble =
    relayProtocol === 'tcp'
      ? { queueMs: 1_000 }
      : { ...lossOf(random), ...jitterOf(random, rttMs), ...queueOf(random, kbps) };
  const near = { kbps, delayMs, ...trouble };
  const far = { kbps: otherKbps, delayMs, ...trouble };
  const [up, down] = random.chance(0.5) ? [near, far] : [far, near];
  return { kind, relayProtocol, up, down, rttMs, host, seed };
}

function hostOf(random: Random, relayProtocol: DrawnLink['relayProtocol']): Partial<SimulatedHost> {
  const wholeMs = random.chance(1 / 3);
  return {
    wholeMs,
    // ChannelData, or Firefox's indications; TCP, its ACKs and its header are longer.
    overheadBytes: (wholeMs ? 108 : 54) + (relayProtocol === 'tcp' ? 94 : 0),
    oversleepMs: random.between(1, 4),
    ...(random.chance(0.3) ? { setUpBytes: random.whole(1_000, 4_000) } : {}),
    ...(random.chance(0.2) ? { stalls: { perSecond: random.between(1, 4), ms: random.between(8, 40) } } : {}),
    ...(random.chance(0.1)
      ? { freezes: { perSecond: random.between(1, 3), ms: random.between(8, 40) } }
      : {}),
  };
}

function lossOf(random: Random): Partial<SimulatedDirection> {
  if (random.chance(0.55)) return {};
  return {
    loss: random.logBetween(0.002, 0.08),
    lossBurst: random.chance(0.6) ? 1 : random.between(2, 8),
    lossAtEntry: random.chance(0.25),
  };
}

function jitterOf(random: Random, rttMs: number): Partial<SimulatedDirection> {
  if (random.chance(0.55)) return {};
  const jitterMs = Math.min(random.logBetween(1, 30), rttMs / 3);
  const correlated = random.chance(0.5) ? { jitterTauMs: random.logBetween(10, 100) } : {};
  return { jitterMs, reorder: random.chance(0.3), ...correlated };
}

function queueOf(random: Random, kbps: number): Partial<SimulatedDirection> {
  // Two datagrams of a full size, below which not even a handshake finds room.
  const queueMs = Math.max((2 * 1_500 * 8) / kbps, random.logBetween(30, 1_000));
  const special = random.pick([
    // Three datagrams of a full size: a shallower bucket lets nothing through that a measurement sends.
    { policerMs: Math.max((3 * 1_500 * 8) / kbps, random.logBetween(15, 100)) },
    { bucketBytes: random.logBetween(4_000, 64_000) },
    { slotMs: random.between(3, 10) },
    { crossKbps: kbps * random.between(0.1, 0.5) },
    { crossKbps: Math.min(6, kbps / 20), crossBytes: 130 },
    // As many as keep it busy, and 10 to 60 ms of it waiting.
    { bulkPackets: Math.max(2, Math.round((kbps * random.between(30, 80)) / 12_000)) },
    { codel: true },
    { queuePackets: random.whole(6, 30) },
    { trace: [0.6, 1.5, 0.4, 1.2, 1.3].map((share) => [100, kbps * share] as const) },
  ]);
  return random.chance(0.5) ? { queueMs } : { queueMs, ...special };
}
