/**
 * A bad network before a TURN server: a UDP forwarder that delays, drops and throttles. It stands in for the line in
 * tests of what follows from a measurement; what the measurement is worth is the bench's concern, on emulated links.
 */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { HOST } from './free-port.ts';

export interface LineQuality {
  /** ms, each way. */
  readonly delayMs?: number;
  /** 0-1, each way. */
  readonly loss?: number;
  /** 0-1, from the client to the server, instead. */
  readonly lossUp?: number;
  /** kbit/s, each way; what does not fit into a queue of 300 ms is dropped. */
  readonly rateKbps?: number;
  /** The same from the client to the server, instead. */
  readonly rateUpKbps?: number;
}

export interface LineOptions {
  /** Loses all that clients send which show up within so many ms of the first: whatever was begun then comes to nothing. */
  readonly deafMs?: number;
  /** Sees every packet that comes to the line. */
  onPacket?(packet: Buffer, from: 'client' | 'server'): void;
}

export interface BadLine {
  /** `turn:` URL of the server behind this line. */
  readonly url: string;
  /** Changes the line while it is in use. */
  become(quality: LineQuality): void;
  close(): void;
}

const QUEUE_MS = 300;

/** One direction: gives the ms after which a packet leaves, or undefined when it is lost. */
function direction(quality: () => LineQuality): (bytes: number) => number | undefined {
  let busyUntil = 0;
  let sent = 0;
  return (bytes) => {
    const { delayMs = 0, loss = 0, rateKbps } = quality();
    sent += 1;
    // Evenly spread rather than drawn: the same line loses the same share in every run.
    if (Math.floor(sent * loss) !== Math.floor((sent - 1) * loss)) return undefined;
    if (rateKbps === undefined) return delayMs;
    const now = performance.now();
    const start = Math.max(now, busyUntil);
    if (start - now > QUEUE_MS) return undefined;
    busyUntil = start + (bytes * 8) / rateKbps;
    return busyUntil - now + delayMs;
  };
}

export async function openBadLine(
  serverPort: number,
  initial: LineQuality = {},
  { deafMs = 0, onPacket = () => {} }: LineOptions = {},
): Promise<BadLine> {
  let quality = initial;
  let open = true;
  const up = direction(() => {
    const { loss = 0, lossUp = loss, rateKbps, rateUpKbps = rateKbps } = quality;
    return { ...quality, loss: lossUp, ...(rateUpKbps !== undefined && { rateKbps: rateUpKbps }) };
  });
  const down = direction(() => quality);
  /** One socket towards the server for each client, as a NAT has. */
  const towardsServer = new Map<string, Socket>();
  const unheard = new Set<string>();
  let deafUntil: number | undefined;
  const front = createSocket('udp4');

  const later = (waitMs: number | undefined, send: () => void): void => {
    if (waitMs === undefined) return;
    if (waitMs < 1) send();
    else setTimeout(() => open && send(), waitMs);
  };

  function backOf({ address, port }: { address: string; port: number }): Socket {
    const client = `${address}:${port}`;
    const known = towardsServer.get(client);
    if (known !== undefined) return known;
    const back = createSocket('udp4');
    back.on('message', (packet) => {
      onPacket(packet, 'server');
      later(down(packet.length), () => front.send(packet, port, address));
    });
    // A dead server answers with "port unreachable": on a real line nothing comes back either.
    back.on('error', () => later(undefined, () => undefined));
    towardsServer.set(client, back);
    return back;
  }

  /** Whether this client is one of those that the line is deaf to. */
  function isUnheard({ address, port }: { address: string; port: number }): boolean {
    const client = `${address}:${port}`;
    deafUntil ??= performance.now() + deafMs;
    if (!towardsServer.has(client) && performance.now() < deafUntil) unheard.add(client);
    return unheard.has(client);
  }

  front.on('message', (packet, client) => {
    onPacket(packet, 'client');
    if (isUnheard(client)) return;
    later(up(packet.length), () => backOf(client).send(packet, serverPort, HOST));
  });
  front.bind(0, HOST);
  await once(front, 'listening');
  return {
    url: `turn:${HOST}:${(front.address() as AddressInfo).port}?transport=udp`,
    become(next) {
      quality = next;
    },
    close() {
      open = false;
      front.close();
      for (const back of towardsServer.values()) back.close();
    },
  };
}
