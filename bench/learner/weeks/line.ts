/**
 * A line as causes: a way of fixed length, a queue whose load wanders and follows the hour, packets of Wi-Fi that wait
 * for the air, cells that hand over, losses that come in runs. Readings are what two seconds of probes see of it.
 */

import { HOUR_MS, MINUTE_MS } from '../../../src/core/base/durations.ts';
import type { Random } from '../random.ts';
import type { LineTraits } from './line-traits.ts';
import type { Trouble } from './trouble.ts';

export interface Reading {
  readonly roundTripTimeMs: number;
  readonly jitterMs: number;
  readonly lossRatio: number;
  /** kbit/s; only a full run measures it. */
  readonly throughputKbps: number | undefined;
}

/** Probes that delay is read from, and those that losses are counted among in a light and in a full run. */
const DELAY_PROBES = 48;
const LOSS_PROBES = { light: 130, full: 380 } as const;
/** Correlation of the queue between one probe and the next. */
const QUEUE_MEMORY = 0.7;
/** The most of itself that a line is filled with when nothing is wrong. */
const MOST_LOAD = 0.72;
/** Share of a competing load that is missing in what a full run gets. */
const YIELDED = 0.35;

export class Line {
  readonly #random: Random;
  readonly traits: LineTraits;
  #lastAt = 0;
  #load: number;
  #radio: number;
  #cellMs = 0;

  constructor(random: Random, traits: LineTraits) {
    this.#random = random;
    this.traits = traits;
    this.#load = random.normal();
    this.#radio = random.normal();
  }

  /** `hour` is the local one, with its fraction. */
  measure(at: number, hour: number, kind: 'light' | 'full', wrong: Trouble): Reading {
    this.#moveTo(at);
    const { traits } = this;
    const load = Math.min(0.985, 1 - (1 - this.#ownLoad(hour)) * (1 - wrong.crossTraffic));
    const queueMs = Math.min(traits.bufferMs, (traits.serviceMs * load) / (1 - load));
    const delays = this.#delays(queueMs, load, wrong);
    return {
      roundTripTimeMs: this.#read(medianOf(delays)),
      jitterMs: this.#read(rfc3550(delays)),
      lossRatio: this.#loss(LOSS_PROBES[kind], load, wrong),
      throughputKbps: kind === 'full' ? this.#throughput(load, wrong) : undefined,
    };
  }

  #moveTo(at: number): void {
    const { traits } = this;
    const passed = Math.max(0, at - this.#lastAt);
    if (passed === 0) return;
    this.#load = this.#wander(this.#load, passed, traits.loadMinutes);
    this.#radio = this.#wander(this.#radio, passed, traits.radioMinutes);
    if (this.#random.chance(1 - Math.exp((-passed / HOUR_MS) * traits.handoversPerHour))) {
      this.#cellMs = this.#random.between(0, 2) * traits.cellMs;
    }
    this.#lastAt = at;
  }

  /** An Ornstein-Uhlenbeck process of variance 1, a while later. */
  #wander(value: number, passed: number, minutes: number): number {
    const kept = Math.exp(-passed / (minutes * MINUTE_MS));
    return value * kept + Math.sqrt(1 - kept * kept) * this.#random.normal();
  }

  #ownLoad(hour: number): number {
    const { load, eveningLoad, loadSpread } = this.traits;
    const evening = Math.exp(-(((hour - 20.5) / 2.2) ** 2));
    const mean = load + eveningLoad * evening;
    const odds = (mean / (1 - mean)) * Math.exp(loadSpread * this.#load);
    return Math.min(MOST_LOAD, odds / (1 + odds));
  }

  #delays(queueMs: number, load: number, wrong: Trouble): number[] {
    const { traits } = this;
    const random = this.#random;
    const hiccupMs = random.chance(traits.hiccups) ? random.between(40, 250) : 0;
    const scatterMs = traits.scatterMs * Math.exp(traits.scatterSpread * this.#radio) + wrong.scatterMs;
    const base =
      traits.wayMs + traits.wayWanderMs * this.#radio + this.#cellMs + wrong.addedDelayMs + hiccupMs;
    const busyAir = traits.contention * (0.5 + load);
    let queue = random.normal();
    return Array.from({ length: DELAY_PROBES }, () => {
      queue = QUEUE_MEMORY * queue + Math.sqrt(1 - QUEUE_MEMORY ** 2) * random.normal();
      // Log-normal with the queue's mean: as skewed as a queue is, and cheap.
      let delay = base + queueMs * Math.exp(0.7 * queue - 0.245);
      if (scatterMs > 0) delay += scatterMs * random.exponential();
      if (random.chance(busyAir)) {
        delay += Math.min(180, traits.contentionMs * (1 - random.unit()) ** (-1 / traits.contentionTail));
      }
      return Math.max(0.5, delay);
    });
  }

  /** Gilbert and Elliott: seldom a bad moment, in it most is lost; counted among so many probes. */
  #loss(probes: number, load: number, wrong: Trouble): number {
    const { traits } = this;
    const random = this.#random;
    const stay = traits.lossRunProbes;
    const own = traits.lossRatio * Math.exp(traits.lossSpread * this.#radio - traits.lossSpread ** 2 / 2);
    // Where others fill the line its buffer overflows.
    const overflow = load > 0.9 ? (load - 0.9) * 0.2 : 0;
    const ratio = Math.min(0.95, 1 - (1 - own) * (1 - overflow) * (1 - wrong.lossRatio));
    const enter = Math.min(1, ratio / (1 - ratio) / stay);
    let lost = 0;
    let bad = random.chance(ratio);
    for (let left = probes; left > 0; bad = !bad) {
      const length = geometric(random, bad ? stay : 1 / Math.max(1e-9, enter));
      if (bad) lost += Math.min(length, left);
      left -= length;
    }
    return lost / probes;
  }

  #throughput(load: number, wrong: Trouble): number {
    const { traits } = this;
    const random = this.#random;
    const free = 1 - YIELDED * load;
    const radio = Math.exp(traits.capacitySpread * this.#radio);
    const error = Math.exp(traits.throughputError * random.normal());
    // Now and then somebody else's download falls into the two seconds.
    const disturbed = random.chance(0.02) ? random.between(0.6, 0.9) : 1;
    return Math.round(traits.capacityKbps * wrong.capacityShare * free * radio * error * disturbed);
  }

  #read(ms: number): number {
    return this.traits.wholeMs ? Math.round(ms) : Number(ms.toFixed(2));
  }
}

/** A whole number from 1 on with this mean. */
function geometric(random: Random, mean: number): number {
  return mean <= 1 ? 1 : 1 + Math.floor(random.exponential() / -Math.log1p(-1 / mean));
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** RFC 3550, section A.8, over transit times. */
function rfc3550(delays: readonly number[]): number {
  let jitter = 0;
  let before: number | undefined;
  for (const delay of delays) {
    if (before !== undefined) jitter += (Math.abs(delay - before) - jitter) / 16;
    before = delay;
  }
  return jitter;
}
