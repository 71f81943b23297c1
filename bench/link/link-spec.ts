/** What an emulated link does to packets. Rates and sizes are at IP level, times in ms. */
export interface Direction {
  /** kbit/s; 0 is unlimited. Ignored where there is a trace. */
  readonly rateKbps: number;
  /** One way. */
  readonly delayMs: number;
  /** Amplitude: each packet's delay is moved by a uniform value of +- this (a normal one of this SD with `normalJitter`). */
  readonly jitterMs: number;
  /** 0-1. */
  readonly loss: number;
  /** Mean length of a run of losses, packets; 1 loses independently. */
  readonly lossBurst: number;
  /** A packet that would wait longer than this before its own transmission is dropped. */
  readonly queueMs: number;
  /** Jitter may change the order of packets. */
  readonly reorder?: boolean;
  readonly normalJitter?: boolean;
  /** Correlation time: the jitter is normal, with `jitterMs` as its SD, and what one packet meets the next one nearly meets, too. */
  readonly jitterTauMs?: number;
  /** Lose packets before the queue, not behind it: then a lost packet takes no capacity. */
  readonly lossAtEntry?: boolean;
  /** Packets leave in batches, at multiples of this (radio frames). */
  readonly slotMs?: number;
  /** A token bucket this deep instead of a queue: no delay, packets above the rate are dropped. */
  readonly policerMs?: number;
  /** Steps of [ms, kbit/s], repeated. */
  readonly trace?: readonly (readonly [number, number])[];
}

export interface LinkSpec {
  readonly name: string;
  /** Client to server. */
  readonly up: Direction;
  readonly down: Direction;
}

export interface LinkOptions extends Partial<Omit<Direction, 'delayMs'>> {
  readonly rttMs?: number;
  readonly upKbps?: number;
  readonly downKbps?: number;
  readonly up?: Partial<Direction>;
  readonly down?: Partial<Direction>;
}

/** A link that is the same both ways but for what `options` says about one of them. */
export function linkSpec(name: string, options: LinkOptions): LinkSpec {
  const { rttMs = 40, upKbps, downKbps, up, down, ...both } = options;
  const base: Direction = {
    rateKbps: 5000,
    delayMs: rttMs / 2,
    jitterMs: 0,
    loss: 0,
    lossBurst: 1,
    queueMs: 200,
    ...both,
  };
  return {
    name,
    up: { ...base, ...(upKbps === undefined ? {} : { rateKbps: upKbps }), ...up },
    down: { ...base, ...(downKbps === undefined ? {} : { rateKbps: downKbps }), ...down },
  };
}

/** kbit/s the direction carries at IP level, over a whole period of its trace; Infinity when unlimited. */
export function carriedKbps(direction: Direction): number {
  if (direction.trace === undefined)
    return direction.rateKbps > 0 ? direction.rateKbps : Number.POSITIVE_INFINITY;
  const time = direction.trace.reduce((sum, [ms]) => sum + ms, 0);
  return direction.trace.reduce((sum, [ms, kbps]) => sum + ms * kbps, 0) / time;
}

/** What a perfect test of the loop (up, then down) would report. */
export interface Truth {
  /** kbit/s, the smaller of the two directions. */
  readonly capacityKbps: number;
  /** kbit/s, capacity x (1 - loss of the loop). */
  readonly throughputKbps: number;
  /** ms, propagation only: without the time a probe takes to be sent. */
  readonly rttMs: number;
  /** 0-1, of the loop. */
  readonly loss: number;
}

export function truthOf({ up, down }: LinkSpec): Truth {
  const loss = 1 - (1 - up.loss) * (1 - down.loss);
  const capacityKbps = Math.min(carriedKbps(up), carriedKbps(down));
  return { capacityKbps, throughputKbps: capacityKbps * (1 - loss), rttMs: up.delayMs + down.delayMs, loss };
}
