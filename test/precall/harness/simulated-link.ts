/**
 * A loop in virtual time: an up and a down direction around a server. Thousands of measurements a minute, the same for the
 * same seed; what it cannot show is the browser.
 */

import type { DatagramKind } from '../../../src/precall/link/datagram-kinds.ts';
import type { DatagramLink } from '../../../src/precall/link/datagram-link.ts';
import { type Stall, stallOf } from '../../../src/precall/link/event-loop-stalls.ts';
import type { Arrival, PacketLog, SentDatagram } from '../../../src/precall/link/packet-log.ts';
import { Direction, type SimulatedDirection } from './simulated-direction.ts';

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

export class SimulatedLink implements DatagramLink {
  readonly maxPayloadBytes = 1140;
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

  /** `up-only`: the server drops it. */
  send(payloadBytes: number, kind: DatagramKind, group: number, way?: 'around' | 'up-only'): boolean {
    const seq = this.#sent.length;
    this.#sent.push({ kind, group, bytes: payloadBytes, sentMs: this.now() });
    const bytes = payloadBytes + this.#host.overheadBytes;
    this.bytesUp += bytes;
    const atServer = this.up.pass(this.#now + 0.3 + this.#random() * 0.1, bytes);
    if (atServer !== undefined && way !== 'up-only') this.#atServer.push({ seq, atMs: atServer, bytes });
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
