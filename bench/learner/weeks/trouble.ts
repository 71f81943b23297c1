/** What is wrong with a line for a while, as causes and not as readings. */

export interface Trouble {
  /** ms on top of every packet's way. */
  readonly addedDelayMs: number;
  /** ms, mean of an exponential delay that each packet gets for itself. */
  readonly scatterMs: number;
  /** Share of packets lost on top. */
  readonly lossRatio: number;
  /** Of the line's own. */
  readonly capacityShare: number;
  /** Share of the line that others fill: queues grow, what is left gets less. */
  readonly crossTraffic: number;
  /** Nothing gets through. */
  readonly down: boolean;
}

export const NO_TROUBLE: Trouble = {
  addedDelayMs: 0,
  scatterMs: 0,
  lossRatio: 0,
  capacityShare: 1,
  crossTraffic: 0,
  down: false,
};

export const trouble = (part: Partial<Trouble>): Trouble => ({ ...NO_TROUBLE, ...part });

/** Both at once. */
export function together(a: Trouble, b: Trouble): Trouble {
  return {
    addedDelayMs: a.addedDelayMs + b.addedDelayMs,
    scatterMs: a.scatterMs + b.scatterMs,
    lossRatio: 1 - (1 - a.lossRatio) * (1 - b.lossRatio),
    capacityShare: a.capacityShare * b.capacityShare,
    crossTraffic: 1 - (1 - a.crossTraffic) * (1 - b.crossTraffic),
    down: a.down || b.down,
  };
}

/** The same cause, so many times as strong. */
export function scaled(of: Trouble, factor: number): Trouble {
  return {
    addedDelayMs: of.addedDelayMs * factor,
    scatterMs: of.scatterMs * factor,
    lossRatio: Math.min(0.9, of.lossRatio * factor),
    capacityShare: of.capacityShare ** factor,
    crossTraffic: Math.min(0.97, of.crossTraffic * factor),
    down: of.down,
  };
}
