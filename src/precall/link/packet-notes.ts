import { sleep } from '../base/abortable.ts';
import type { DatagramKind } from './datagram-kinds.ts';
import { type Stall, stallOf } from './event-loop-stalls.ts';
import type { Arrival, PacketLog, SentDatagram } from './packet-log.ts';

/** What both ends of a loop note while a measurement sends through it, on the browser's own clock: for links to extend. */
export abstract class PacketNotes {
  readonly #sent: SentDatagram[] = [];
  readonly #arrivals: Arrival[] = [];
  readonly #stalls: Stall[] = [];

  get log(): PacketLog {
    return { sent: this.#sent, arrivals: this.#arrivals, stalls: this.#stalls };
  }

  /** Of the next datagram. */
  protected get nextSeq(): number {
    return this.#sent.length;
  }

  now(): number {
    return performance.now();
  }

  /** Waits, and notes when the browser itself stood still meanwhile. */
  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    const from = this.now();
    await sleep(ms, signal);
    const stall = stallOf(ms, from, this.now());
    if (stall !== undefined) this.#stalls.push(stall);
  }

  protected noteSent(kind: DatagramKind, group: number, bytes: number): void {
    this.#sent.push({ kind, group, bytes, sentMs: this.now() });
  }

  /** Whatever was not sent here is none of ours. */
  protected noteArrival(seq: number, receivedMs: number): void {
    if (seq < this.#sent.length) this.#arrivals.push({ seq, receivedMs });
  }
}
