import { setTimeout as sleep } from 'node:timers/promises';
import type { Link } from '../link/open-link.ts';
import type { Measurement, PageServer } from '../page/measurement.ts';
import type { BrowserPage } from './chromium-page.ts';
import type { Job, RunRecord } from './run-record.ts';

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
  const before = await page.usage();
  const memory = watchMemory(page);
  const ping = job.ping
    ? link.ping(rateKbps < SLOW_KBPS ? PING_MS.slow : PING_MS.fast, PING_SECONDS)
    : undefined;
  const outcome = await measure(job, link, page);
  ping?.stop();
  const highest = await memory.stop();
  const after = await page.usage();
  const raised = ping === undefined ? undefined : raisedMs((await ping.result).rttsMs);
  const { up, down } = await link.emulator.stats();
  return {
    kind: 'run',
    job,
    ...outcome,
    bytesUp: up.bytesIn,
    bytesDown: down.bytesIn,
    queueUpMs: up.maxWaitMs,
    queueDownMs: down.maxWaitMs,
    ...(raised === undefined ? {} : { pingRaisedMs: raised }),
    ...(before === undefined || after === undefined
      ? {}
      : {
          cpuSeconds: after.cpuSeconds - before.cpuSeconds,
          memoryMb: Math.max(highest, after.memoryMb) - before.memoryMb,
        }),
  };
}

async function measure(
  job: Job,
  link: Link,
  page: BrowserPage,
): Promise<{ measurement: Measurement } | { error: string }> {
  const { turn } = link;
  const url = { udp: turn.udpUrl, tcp: turn.tcpUrl, tls: turn.tlsUrl }[job.transport];
  const server: PageServer = { urls: [url], username: turn.username, credential: turn.credential };
  const request = {
    tool: job.tool,
    servers: [server],
    capKbps: job.capKbps,
    forceRelay: job.transport !== 'udp',
  };
  try {
    return { measurement: await page.measure(request) };
  } catch (error) {
    return { error: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
  }
}

function watchMemory(page: BrowserPage): { stop(): Promise<number> } {
  let highest = 0;
  let stopped = false;
  const watching = (async () => {
    while (!stopped) {
      highest = Math.max(highest, (await page.usage())?.memoryMb ?? 0);
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

function raisedMs(rttsMs: readonly (number | null)[]): number | undefined {
  const rtts = rttsMs.filter((rtt) => rtt !== null);
  return rtts.length === 0 ? undefined : Math.max(...rtts) - Math.min(...rtts);
}
