/** The links on which the two browsers are compared. */
import type { LinkOptions } from '../link/link-spec.ts';

export interface ComparedLink {
  readonly options: LinkOptions;
  readonly transport: 'udp' | 'tcp' | 'tls';
}

const udp = (options: LinkOptions): ComparedLink => ({ options, transport: 'udp' });

export const COMPARED_LINKS: Readonly<Record<string, ComparedLink>> = {
  '5 Mbit/s, 40 ms': udp({}),
  '150 kbit/s': udp({ rateKbps: 150 }),
  '300 kbit/s': udp({ rateKbps: 300 }),
  '1 Mbit/s': udp({ rateKbps: 1000 }),
  '2 Mbit/s, 150 ms': udp({ rateKbps: 2000, rttMs: 150 }),
  '5 Mbit/s, 300 ms': udp({ rttMs: 300 }),
  '5 Mbit/s, 450 ms': udp({ rttMs: 450 }),
  '5 Mbit/s, 60 ms, 2 % loss each way': udp({ rttMs: 60, loss: 0.02 }),
  '5 Mbit/s, 60 ms, 5 % loss each way': udp({ rttMs: 60, loss: 0.05 }),
  '5 Mbit/s, 60 ms +- 20 ms': udp({ rttMs: 60, jitterMs: 20 }),
  '10 down, 1 up': udp({ upKbps: 1000, downKbps: 10_000 }),
  '9 Mbit/s, 40 ms': udp({ rateKbps: 9000 }),
  '5 Mbit/s, 40 ms, TCP': { options: {}, transport: 'tcp' },
  '5 Mbit/s, 40 ms, TLS': { options: {}, transport: 'tls' },
};
