/** Two loops over one simulated line, in one virtual time: what one sends keeps the other's datagrams waiting. */
import type { DatagramKind } from '../../../src/precall/link/datagram-kinds.ts';
import type { DatagramLink } from '../../../src/precall/link/datagram-link.ts';
import type { Arrival, PacketLog, SentDatagram } from '../../../src/precall/link/packet-log.ts';
import type { SimulatedLink } from './simulated-link.ts';

class LoopOverLine implements DatagramLink {
  readonly maxPayloadBytes: number;
  readonly #line: SimulatedLink;
  readonly #sent: SentDatagram[] = [];
  readonly #arrivals: Arrival[] = [];
  /** From the line's sequence numbers to this loop's. */
  readonly #own = new Map<number, number>();
  readonly #way: 'around' | 'up-only';
  #seen = 0;

  constructor(line: SimulatedLink, way: 'around' | 'up-only' = 'around') {
    this.#line = line;
    this.#way = way;
    this.maxPayloadBytes = line.maxPayloadBytes;
  }

  get log(): PacketLog {
    const { arrivals, stalls = [] } = this.#line.log;
    for (; this.#seen < arrivals.length; this.#seen += 1) {
      const { seq, receivedMs } = arrivals[this.#seen] as Arrival;
      const own = this.#own.get(seq);
      if (own !== undefined) this.#arrivals.push({ seq: own, receivedMs });
    }
    return { sent: this.#sent, arrivals: this.#arrivals, stalls };
  }

  now(): number {
    return this.#line.now();
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return this.#line.sleep(ms, signal);
  }

  prepare(count: number, signal: AbortSignal): Promise<void> {
    return this.#line.prepare(count, signal);
  }

  send(payloadBytes: number, kind: DatagramKind, group: number): boolean {
    const seq = this.#line.log.sent.length;
    if (!this.#line.send(payloadBytes, kind, group, this.#way)) return false;
    this.#own.set(seq, this.#sent.length);
    this.#sent.push(this.#line.log.sent[seq] as SentDatagram);
    return true;
  }
}

/** What the first sends goes up and no further. */
export function simulatedWayUp(line: SimulatedLink): { trains: DatagramLink; probing: DatagramLink } {
  return { trains: new LoopOverLine(line, 'up-only'), probing: new LoopOverLine(line) };
}

export function simulatedPair(line: SimulatedLink): { filling: DatagramLink; probing: DatagramLink } {
  return { filling: new LoopOverLine(line), probing: new LoopOverLine(line) };
}
