import { setTimeout as sleep } from 'node:timers/promises';
import { SILENT_ADDRESS } from '../link/namespaces.ts';
import type { Link } from '../link/open-link.ts';
import type { Measurement, PageServer } from '../page/measurement.ts';
import type { BrowserPage, Moment } from './browser-page.ts';
import { runProduct } from './run-product.ts';
import type { Job, RunRecord, Transport } from './run-record.ts';

/** ms between two samples of the browser's memory. */
const MEMORY_SAMPLE_MS = 400;
/** ms between pings; on a slow link fewer, so that they do not fill it. */
const PING_MS = { fast: 20, slow: 100 } as const;
const SLOW_KBPS = 1_000;
/** s; longer than any run of ours. */
const PING_SECONDS = 60;

/** Makes one measurement and watches it from outside. */
export async function runJob(job: Job, link: Link, page: BrowserPage, rateKbps: number): Promise<RunRecord> {
  link.emulator.reset();
  const cpuSeconds: Partial<Record<Moment, number>> = {};
  const before = job.ping ? await page.usage(true) : undefined;
  const memory = job.ping ? watchMemory(page) : undefined;
  const pingMs = rateKbps < SLOW_KBPS ? PING_MS.slow : PING_MS.fast;
  const ping = job.ping ? link.ping(pingMs, PING_SECONDS) : undefined;
  const pingSince = Date.now();
  const outcome = await measure(job, link, page, async (moment) => {
    const usage = await page.usage(false);
    if (usage !== undefined) cpuSeconds[moment] = usage.cpuSeconds;
  });
  ping?.stop();
  const highest = await memory?.stop();
  const rttsMs = ping === undefined ? [] : (await ping.result).rttsMs;
  const answered = rttsMs.some((rtt) => rtt !== null);
  const { climbingSince = pingSince } = 'measurement' in outcome ? outcome.measurement : {};
  const { up, down } = await link.emulator.stats();
  return {
    kind: 'run',
    job,
    ...outcome,
    bytesUp: up.bytesIn,
    bytesDown: down.bytesIn,
    queueUpMs: up.maxWaitMs,
    queueDownMs: down.maxWaitMs,
    ...(!answered
      ? {}
      : {
          pingRaisedMs: raisedMs(rttsMs, 0),
          pingRaisedByBurstMs: raisedMs(rttsMs, Math.floor((climbingSince - pingSince) / pingMs)),
        }),
    ...(cpuSeconds.began === undefined || cpuSeconds.ended === undefined
      ? {}
      : { cpuSeconds: cpuSeconds.ended - cpuSeconds.began }),
    ...(before?.memoryMb === undefined || highest === undefined
      ? {}
      : { memoryMb: highest - before.memoryMb }),
  };
}

async function measure(
  job: Job,
  link: Link,
  page: BrowserPage,
  watch: (moment: Moment) => Promise<void>,
): Promise<{ measurement: Measurement } | { error: string }> {
  const { tool, capKbps } = job;
  const server = serverOf(link, job.transport);
  try {
    if (tool === 'product') return { measurement: await runProduct(link, server) };
    const servers = tool === 'precall-connectivity' ? manyServers(link) : [server];
    const forceRelay = job.transport !== 'udp' || link.namespaces === undefined;
    return { measurement: await page.measure({ tool, servers, capKbps, forceRelay }, watch) };
  } catch (error) {
    return { error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

export function serverOf({ turn }: Link, transport: Transport): PageServer {
  const url = { udp: turn.udpUrl, tcp: turn.tcpUrl, tls: turn.tlsUrl }[transport];
  return { urls: [url], username: turn.username, credential: turn.credential };
}

/** Ten servers of two URLs: five alive, five at an address that never answers. */
function manyServers({ turn }: Link): PageServer[] {
  const { username, credential } = turn;
  const silent = [`turn:${SILENT_ADDRESS}:3478?transport=udp`, `turn:${SILENT_ADDRESS}:3478?transport=tcp`];
  return Array.from({ length: 10 }, (_, i) => ({
    urls: i % 2 === 0 ? [turn.udpUrl, i % 4 === 0 ? turn.tcpUrl : turn.tlsUrl] : silent,
    username,
    credential,
  }));
}

function watchMemory(page: BrowserPage): { stop(): Promise<number> } {
  let highest = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      highest = Math.max(highest, (await page.usage(true))?.memoryMb ?? 0);
      await sleep(MEMORY_SAMPLE_MS);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await watching;
      return highest;
    },
  };
}

/** How far the slowest from the given one on lies above the quickest of all. */
function raisedMs(rttsMs: readonly (number | null)[], from: number): number {
  const answered = (list: readonly (number | null)[]) => list.filter((rtt) => rtt !== null);
  return Math.max(0, ...answered(rttsMs.slice(from))) - Math.min(...answered(rttsMs));
}
