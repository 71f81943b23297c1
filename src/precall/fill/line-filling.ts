/**
 * What fills the line: far more than it carries until its queue grows no further, then a little more for as long as tells how
 * long the full queue is. Quickly, since the bytes it takes are the queue's and what is sent until the queue shows.
 */
import { median } from '../../core/base/statistics.ts';
import type { DatagramLink } from '../link/datagram-link.ts';

/** Factors on what the line carries while the queue rises: the less, the less a faster upload's queue rises as well (bench). */
const RAISING = { least: 2, most: 4 } as const;
/** The same while the queue is held full (bench). */
const HOLDING = 1.15;
/** ms of queue up to which it is raised at most: more is told as "at least" (bench). */
const MOST_QUEUE_MS = 1_150;
/** ms for which a queue is held that has shown itself full (bench). */
const HOLD_MS = 500;
/** Bytes at IP level sent at most, and while the queue rises: with what comes back, 4 MB on 10 Mbit/s and faster. */
const MOST_BYTES = { inAll: 2_000_000, raising: 1_750_000 } as const;
/** ms that filling takes at most: four times what the longest queue takes to show. */
const MOST_MS = 5_000;
/** When a queue is full (bench). */
const FULL = {
  /** Latest arrivals that tell: the first third of them and the last are compared. */
  arrivals: 24,
  /** Part of the growth to be expected of an open queue, below which their waits no longer grow. */
  growth: 0.3,
  /** Share of what was sent with them that is missing at least. */
  dropped: 0.2,
} as const;
/** ms of wait that are a queue (bench). */
const QUEUE_MS = 8;
/** Datagrams that may be sent in one go, when a look comes late. */
const MOST_AT_ONCE = 60;
/** ms of arrivals that make a rate; share of what the full test read that it is at least, for a browser may stand still (bench). */
const RATE = { ms: 150, least: 0.85 } as const;

export interface FillingRequest {
  readonly capacityKbps: number;
  /** Bytes of each datagram's payload. */
  readonly payload: number;
  /** Bits of each at IP level. */
  readonly wireBits: number;
}

interface Back {
  readonly seq: number;
  readonly sentMs: number;
  readonly receivedMs: number;
}

export class LineFilling {
  readonly #link: DatagramLink;
  readonly #payload: number;
  readonly #wireBits: number;
  readonly #back: Back[] = [];
  /** Factor on what the line carries, while the queue rises. */
  readonly #raising: number;
  readonly #capacityKbps: number;
  #kbps: number;
  #seen = 0;
  #startedAt = 0;
  #heldSince: number | undefined;
  #queueMs = 0;
  #credit = 0;
  #quickestMs = Number.POSITIVE_INFINITY;
  #lastAt = 0;
  #sentBits = 0;

  constructor(link: DatagramLink, { capacityKbps, payload, wireBits }: FillingRequest) {
    this.#link = link;
    this.#capacityKbps = capacityKbps;
    this.#kbps = capacityKbps;
    this.#raising = raisingOn(capacityKbps);
    this.#payload = payload;
    this.#wireBits = wireBits;
  }

  get fastestKbps(): number {
    return this.#raising * this.#kbps;
  }

  /** To be had before the first is sent: as many as fill the longest queue and hold it. */
  get datagramsWanted(): number {
    const raised = MOST_QUEUE_MS * (this.#raising / (this.#raising - 1));
    const bits = this.#kbps * (raised + HOLDING * HOLD_MS);
    return Math.ceil(Math.min(bits, 8 * MOST_BYTES.inAll) / this.#wireBits);
  }

  begin(): void {
    this.#startedAt = this.#link.now();
    this.#lastAt = this.#startedAt;
    this.#seen = this.#link.log.arrivals.length;
  }

  goesOn(): boolean {
    const now = this.#link.now();
    this.#takeArrivals();
    if (this.#heldSince === undefined && (this.#isFull() || this.#queueMs >= MOST_QUEUE_MS)) {
      this.#heldSince = now;
    }
    if (this.#heldSince !== undefined && now - this.#heldSince >= HOLD_MS) return false;
    return this.#sentBits + this.#wireBits <= 8 * MOST_BYTES.inAll && now - this.#startedAt < MOST_MS;
  }

  send(): void {
    const now = this.#link.now();
    const offered = this.#heldSince === undefined ? this.#raising : HOLDING;
    const more = this.#kbps * offered * (now - this.#lastAt);
    this.#credit = Math.min(this.#credit + more, this.#wireBits * MOST_AT_ONCE);
    this.#queueMs = Math.max(0, this.#queueMs - (now - this.#lastAt));
    this.#lastAt = now;
    while (this.#credit >= this.#wireBits && this.#sentBits + this.#wireBits <= 8 * MOST_BYTES.inAll) {
      if (!this.#link.send(this.#payload, 'burst', 0)) return;
      this.#credit -= this.#wireBits;
      this.#sentBits += this.#wireBits;
      this.#queueMs += this.#wireBits / this.#kbps;
    }
  }

  #takeArrivals(): void {
    const { arrivals, sent } = this.#link.log;
    for (; this.#seen < arrivals.length; this.#seen += 1) {
      const arrival = arrivals[this.#seen];
      const datagram = arrival && sent[arrival.seq];
      if (arrival === undefined || datagram?.kind !== 'burst') continue;
      const { sentMs } = datagram;
      this.#back.push({ seq: arrival.seq, sentMs, receivedMs: arrival.receivedMs });
      this.#quickestMs = Math.min(this.#quickestMs, arrival.receivedMs - sentMs);
      this.#correctRate();
    }
  }

  /** A busy line delivers what it carries. */
  #correctRate(): void {
    const last = this.#back.at(-1);
    const from =
      last && this.#back.findLastIndex(({ receivedMs }) => last.receivedMs - receivedMs >= RATE.ms);
    const first = this.#back[from ?? -1];
    if (last === undefined || first === undefined || this.#waitMs(first) < QUEUE_MS) return;
    const count = this.#back.length - 1 - (from ?? 0);
    const read = (count * this.#wireBits) / (last.receivedMs - first.receivedMs);
    this.#kbps = Math.max(RATE.least * this.#capacityKbps, read);
  }

  /** Far more is sent than comes, and the waits of what comes no longer grow. */
  #isFull(): boolean {
    const latest = this.#back.slice(-FULL.arrivals);
    const sent = 1 + Math.max(...latest.map(({ seq }) => seq)) - Math.min(...latest.map(({ seq }) => seq));
    if (latest.length < FULL.arrivals || latest.length > (1 - FULL.dropped) * sent) return false;
    const first = this.#middleOf(latest.slice(0, FULL.arrivals / 3));
    const last = this.#middleOf(latest.slice(-FULL.arrivals / 3));
    const expectedMs = (this.#raising - 1) * (last.sentMs - first.sentMs);
    return first.waitMs > QUEUE_MS && last.waitMs - first.waitMs < FULL.growth * expectedMs;
  }

  #middleOf(some: readonly Back[]): { readonly sentMs: number; readonly waitMs: number } {
    return {
      sentMs: median(some.map(({ sentMs }) => sentMs)) ?? 0,
      waitMs: median(some.map((each) => this.#waitMs(each))) ?? 0,
    };
  }

  /** ms beyond the quickest so far. */
  #waitMs({ sentMs, receivedMs }: Back): number {
    return receivedMs - sentMs - this.#quickestMs;
  }
}

/** A queue that is raised slowly takes more bytes. */
function raisingOn(kbps: number): number {
  const share = (8 * MOST_BYTES.raising) / (kbps * MOST_QUEUE_MS);
  return share <= 1 ? RAISING.most : Math.min(RAISING.most, Math.max(RAISING.least, share / (share - 1)));
}
