/** A log that grows over minutes, told in parts. */
import type { Stall } from './event-loop-stalls.ts';
import type { Arrival, PacketLog, SentDatagram } from './packet-log.ts';

/** What has come to a log since the part before, and when it was told, on the log's clock. */
export interface SeenPackets extends Required<PacketLog> {
  readonly nowMs: number;
}

/** Each call gives what is new in the log. */
export function newsOf(log: PacketLog): (nowMs: number) => SeenPackets {
  let [sent, arrivals, stalls] = [0, 0, 0];
  return (nowMs) => {
    const news = {
      sent: log.sent.slice(sent),
      arrivals: log.arrivals.slice(arrivals),
      stalls: log.stalls?.slice(stalls) ?? [],
      nowMs,
    };
    sent += news.sent.length;
    arrivals += news.arrivals.length;
    stalls += news.stalls.length;
    return news;
  };
}

/** Puts the parts together again. */
export class PacketLogParts {
  readonly #sent: SentDatagram[] = [];
  readonly #arrivals: Arrival[] = [];
  readonly #stalls: Stall[] = [];

  add({ sent, arrivals, stalls }: SeenPackets): void {
    this.#sent.push(...sent);
    this.#arrivals.push(...arrivals);
    this.#stalls.push(...stalls);
  }

  get log(): Required<PacketLog> {
    return { sent: this.#sent, arrivals: this.#arrivals, stalls: this.#stalls };
  }
}
