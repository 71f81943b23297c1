/** What native/udp-probe.c does, without a compiler: pings and floods from this process. */
import { createSocket } from 'node:dgram';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import type { Flood, RawProbe } from '../link/open-link.ts';

const HOST = '127.0.0.1';
const HEADERS = 28;
const PING = 1;
const FLOOD = 2;
const DRAIN_MS = 1_500;

/** Answers pings and keeps the arrivals of the last flood. */
export interface Echo {
  readonly port: number;
  arrivals: { readonly atMs: number; readonly bytes: number }[];
  close(): void;
}

export async function startEcho(): Promise<Echo> {
  const socket = createSocket('udp4');
  const echo: Echo = { port: 0, arrivals: [], close: () => socket.close() };
  socket.on('message', (message, { port }) => {
    if (message[0] === PING) socket.send(message, port, HOST);
    else echo.arrivals.push({ atMs: performance.now(), bytes: message.length + HEADERS });
  });
  await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
  return Object.assign(echo, { port: socket.address().port });
}

export function ping(
  port: number,
  { intervalMs, seconds, ipBytes }: { intervalMs: number; seconds: number; ipBytes: number },
): RawProbe<{ rttsMs: (number | null)[] }> {
  const socket = createSocket('udp4');
  const sentMs: number[] = [];
  const rttsMs: (number | null)[] = [];
  let stopped = false;
  socket.on('message', (message) => {
    const sequence = message.readUInt32BE(1);
    rttsMs[sequence] ??= performance.now() - (sentMs[sequence] ?? 0);
  });
  const run = async () => {
    const start = performance.now();
    const packet = Buffer.alloc(ipBytes - HEADERS);
    packet[0] = PING;
    for (let i = 0; i * intervalMs < seconds * 1000 && !stopped; i++) {
      await until(start + i * intervalMs);
      packet.writeUInt32BE(i, 1);
      sentMs.push(performance.now());
      rttsMs.push(null);
      socket.send(Buffer.from(packet), port, HOST);
    }
    await sleep(DRAIN_MS);
    socket.close();
    return { rttsMs };
  };
  const stop = () => {
    stopped = true;
  };
  return { result: run(), stop };
}

export function flood(
  port: number,
  echo: Echo,
  { kbps, seconds, ipBytes }: { kbps: number; seconds: number; ipBytes: number },
): RawProbe<Flood> {
  let stopped = false;
  const run = async (): Promise<Flood> => {
    const socket = createSocket('udp4');
    const packet = Buffer.alloc(ipBytes - HEADERS, FLOOD);
    const gapMs = (ipBytes * 8) / kbps;
    const count = Math.floor((seconds * 1000) / gapMs);
    echo.arrivals = [];
    const start = performance.now();
    for (let i = 0; i < count && !stopped; i++) {
      await until(start + i * gapMs);
      socket.send(packet, port, HOST);
    }
    for (let seen = -1; seen !== echo.arrivals.length; ) {
      seen = echo.arrivals.length;
      await sleep(DRAIN_MS);
    }
    socket.close();
    const [first, last] = [echo.arrivals[0], echo.arrivals.at(-1)];
    const bytes = echo.arrivals.slice(1).reduce((sum, arrival) => sum + arrival.bytes, 0);
    const spanMs = (last?.atMs ?? 0) - (first?.atMs ?? 0);
    return { sent: count, received: echo.arrivals.length, kbps: spanMs > 0 ? (bytes * 8) / spanMs : 0 };
  };
  const stop = () => {
    stopped = true;
  };
  return { result: run(), stop };
}

async function until(whenMs: number): Promise<void> {
  const wait = whenMs - performance.now();
  if (wait > 3) await sleep(wait - 2);
  while (performance.now() < whenMs) await turn();
}
