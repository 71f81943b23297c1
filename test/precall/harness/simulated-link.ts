/**
 * A loop in virtual time: an up and a down direction, each a drop-tail queue, a serialiser, a delay with jitter, and losses.
 * Thousands of measurements a minute, the same for the same seed; what it cannot show is the browser.
 */
import type { DatagramLink } from '../../../src/precall/datagram-link.ts';
import { type Stall, stallOf } from '../../../src/precall/own-stalls.ts';
import type { Arrival, DatagramKind, PacketLog, SentDatagram } from '../../../src/precall/packet-log.ts';

export interface SimulatedDirection {
  readonly kbps: number;
  readonly delayMs: number;
  readonly jitterMs?: number;
  readonly reorder?: boolean;
  readonly queueMs?: number;
  readonly loss?: number;
  /** Mean run of losses, packets. */
  readonly lossBurst?: number;
  readonly lossAtEntry?: boolean;
  readonly slotMs?: number;
  /** Depth of a token bucket instead of the queue. */
  readonly policerMs?: number;
  /** Steps of [ms, kbit/s], repeated. */
  readonly trace?: readonly (readonly [number, number])[];
  /** kbit/s of somebody else's 1500 byte packets, in clumps. */
  readonly crossKbps?: number;
}

export interface SimulatedHost {
  /** IP-level bytes around each payload. */
  readonly overheadBytes: number;
  /** ms that a sleep may take longer than asked for. */
  readonly oversleepMs?: number;
  /** Firefox's clock. */
  readonly wholeMs?: boolean;
  /** IP-level bytes still under way in each direction from setting the loop up. */
  readonly setUpBytes?: number;
  /** Of the thread that sends. */
  readonly stalls?: Stalls;
  /** Of whatever reads the socket: what comes meanwhile is stamped at the end. */
  readonly deafness?: Stalls;
  /** Of the whole browser: nothing is sent, nothing is read. */
  readonly freezes?: Stalls;
}

/** Mean number a second, and how long each is. */
export interface Stalls {
  readonly perSecond: number;
  readonly ms: number;
}

/** Stretches of time at random, as a scheduler deals them out. */
class StallTimes {
  readonly #stalls: Stalls;
  readonly #random: () => number;
  #from: number;

  constructor(stalls: Stalls, seed: () => number) {
    this.#stalls = stalls;
    this.#random = seed;
    this.#from = this.#pause();
  }

  /** `atMs`, or the end of the stall it falls into. To be asked in order of time. */
  endOf(atMs: number): number {
    while (this.#from + this.#stalls.ms < atMs) this.#from += this.#stalls.ms + this.#pause();
    return atMs < this.#from ? atMs : this.#from + this.#stalls.ms;
  }

  #pause(): number {
    return (-Math.log(1 - this.#random()) * 1000) / this.#stalls.perSecond;
  }
}

export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Direction {
  readonly #it: SimulatedDirection;
  readonly #random: () => number;
  #freeAt = 0;
  #lastOut = 0;
  #losing = false;
  #tokensMs = 0;
  #tokensAt = 0;
  #crossUntil = 0;
  longestQueueMs = 0;

  constructor(it: SimulatedDirection, seed: () => number) {
    this.#it = it;
    this.#random = seed;
    this.#tokensMs = it.policerMs ?? 0;
    this.#crossUntil = seed() * 20;
  }

  /** When a packet that enters now comes out, or undefined when it is lost. */
  pass(atMs: number, bytes: number): number | undefined {
    const it = this.#it;
    this.#crossTraffic(atMs);
    const lost = this.#loses();
    if (lost && it.lossAtEntry === true) return undefined;
    if (it.policerMs !== undefined) {
      this.#tokensMs = Math.min(it.policerMs, this.#tokensMs + atMs - this.#tokensAt);
      this.#tokensAt = atMs;
      const ms = (bytes * 8) / it.kbps;
      if (this.#tokensMs < ms) return undefined;
      this.#tokensMs -= ms;
      return lost ? undefined : this.#delayed(atMs);
    }
    const left = this.#serialise(atMs, bytes, true);
    return left === undefined || lost ? undefined : this.#delayed(left);
  }

  #serialise(atMs: number, bytes: number, own: boolean): number | undefined {
    const wait = Math.max(0, this.#freeAt - atMs);
    if (wait > (this.#it.queueMs ?? 200)) return undefined;
    if (own) this.longestQueueMs = Math.max(this.longestQueueMs, wait);
    let at = Math.max(atMs, this.#freeAt);
    let bits = bytes * 8;
    for (;;) {
      const { kbps, leftMs } = this.#rateAt(at);
      if (bits <= kbps * leftMs) {
        at += bits / kbps;
        break;
      }
      bits -= kbps * leftMs;
      at += leftMs;
    }
    this.#freeAt = at;
    const { slotMs } = this.#it;
    return slotMs === undefined ? at : Math.ceil(at / slotMs) * slotMs;
  }

  #rateAt(at: number): { kbps: number; leftMs: number } {
    const { trace, kbps } = this.#it;
    if (trace === undefined) return { kbps, leftMs: Number.POSITIVE_INFINITY };
    let into = at % trace.reduce((sum, [ms]) => sum + ms, 0);
    for (const [ms, stepKbps] of trace) {
      if (into < ms) return { kbps: stepKbps, leftMs: ms - into };
      into -= ms;
    }
    return { kbps, leftMs: 1 };
  }

  #crossTraffic(untilMs: number): void {
    const kbps = this.#it.crossKbps;
    if (kbps === undefined) return;
    while (this.#crossUntil < untilMs) {
      const clump = 1 + Math.floor(this.#random() * 8);
      for (let i = 0; i < clump; i += 1) this.#serialise(this.#crossUntil, 1500, false);
      this.#crossUntil += -Math.log(1 - this.#random()) * ((clump * 12_000) / kbps);
    }
  }

  #loses(): boolean {
    const { loss = 0, lossBurst = 1 } = this.#it;
    if (loss === 0) return false;
    if (lossBurst <= 1) return this.#random() < loss;
    const leave = 1 / lossBurst;
    const enter = (loss * leave) / (1 - loss);
    this.#losing = this.#losing ? this.#random() >= leave : this.#random() < enter;
    return this.#losing;
  }

  #delayed(at: number): number {
    const { delayMs, jitterMs = 0, reorder = false } = this.#it;
    const out = at + Math.max(0, delayMs + jitterMs * (2 * this.#random() - 1));
    if (reorder) return out;
    this.#lastOut = Math.max(this.#lastOut, out);
    return this.#lastOut;
  }
}

export class SimulatedLink implements DatagramLink {
  readonly maxPayloadBytes = 1140;
  readonly minPayloadBytes = 8;
  readonly up: Direction;
  readonly down: Direction;
  readonly #host: SimulatedHost;
  readonly #random: () => number;
  readonly #sent: SentDatagram[] = [];
  readonly #arrivals: Arrival[] = [];
  readonly #stalls: Stall[] = [];
  /** Up, then down: packets must enter the down direction in the order they reach it. */
  #atServer: { seq: number; atMs: number; bytes: number }[] = [];
  #coming: Arrival[] = [];
  readonly #reading: StallTimes[] = [];
  readonly #running: StallTimes | undefined;
  #now = 0;
  bytesUp = 0;

  constructor(up: SimulatedDirection, down: SimulatedDirection, host: SimulatedHost, seed: number) {
    this.#random = random(seed);
    this.up = new Direction(up, random(seed * 7 + 1));
    this.down = new Direction(down, random(seed * 13 + 2));
    this.#host = host;
    this.#now = this.#random() * 30_000;
    const { deafness, freezes, setUpBytes = 0 } = host;
    for (let sent = 0; sent < setUpBytes; sent += 300) {
      this.up.pass(this.#now, 300);
      this.down.pass(this.#now, 300);
    }
    if (deafness !== undefined) this.#reading.push(new StallTimes(deafness, random(seed * 17 + 3)));
    if (freezes !== undefined) {
      this.#reading.push(new StallTimes(freezes, random(seed * 19 + 4)));
      this.#running = new StallTimes(freezes, random(seed * 19 + 4));
    }
  }

  get log(): PacketLog {
    return { sent: this.#sent, arrivals: this.#arrivals, stalls: this.#stalls };
  }

  now(): number {
    return this.#read(this.#now);
  }

  /** A clock of whole milliseconds puts each reading on the tick before or after at random. */
  #read(ms: number): number {
    return this.#host.wholeMs === true ? Math.floor(ms + this.#random()) : Math.round(ms * 10) / 10;
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { oversleepMs = 1, stalls } = this.#host;
    let slept = Math.max(ms, 1) + this.#random() * oversleepMs;
    if (stalls !== undefined && this.#random() < (stalls.perSecond * slept) / 1000) slept += stalls.ms;
    const until = this.#now + slept;
    const from = this.now();
    this.#advance(this.#running?.endOf(until) ?? until);
    const stall = stallOf(ms, from, this.now());
    if (stall !== undefined) this.#stalls.push(stall);
  }

  async prepare(_count: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#advance(this.#now + 1.5);
  }

  send(payloadBytes: number, kind: DatagramKind, group: number): boolean {
    const seq = this.#sent.length;
    this.#sent.push({ kind, group, bytes: payloadBytes, sentMs: this.now() });
    const bytes = payloadBytes + this.#host.overheadBytes;
    this.bytesUp += bytes;
    const atServer = this.up.pass(this.#now + 0.3 + this.#random() * 0.1, bytes);
    if (atServer !== undefined) this.#atServer.push({ seq, atMs: atServer, bytes });
    this.#now += 0.05;
    return true;
  }

  #advance(to: number): void {
    this.#now = to;
    const reached = this.#atServer.filter((packet) => packet.atMs <= to).sort((a, b) => a.atMs - b.atMs);
    this.#atServer = this.#atServer.filter((packet) => packet.atMs > to);
    for (const { seq, atMs, bytes } of reached) {
      const receivedMs = this.down.pass(atMs, bytes);
      if (receivedMs !== undefined) this.#coming.push({ seq, receivedMs });
    }
    const here = this.#coming.filter((a) => a.receivedMs <= to).sort((a, b) => a.receivedMs - b.receivedMs);
    this.#coming = this.#coming.filter((a) => a.receivedMs > to);
    for (const { seq, receivedMs } of here) {
      const read = this.#reading.reduce((at, stalls) => stalls.endOf(at), receivedMs);
      if (read > to) this.#coming.push({ seq, receivedMs: read });
      else this.#arrivals.push({ seq, receivedMs: this.#read(read + 0.1) });
    }
  }
}
