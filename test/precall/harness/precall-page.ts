/** A page on localhost that bundles src/precall and runs it in a real Chromium. */

import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright';
import { MINIMUM_VERSIONS } from '../../../scripts/minimum-versions.mjs';
import { ensureChromium } from '../../../scripts/set-up.mjs';
import type { RunReport, RunRequest } from '../../../src/core/report/run-report.ts';
import { LEAN_CHROMIUM } from '../../lean-chromium.ts';
import { AS_PUBLIC } from '../../local-network-access.ts';

const PRECALL = fileURLToPath(new URL('../../../src/precall/', import.meta.url));

const PAGE_SCRIPT = `
import { browserEnvironment, runPrecallTest } from './run/precall-test.ts';
const environment = browserEnvironment('/rtp-worker.js');
const text = Object.getOwnPropertyDescriptor(RTCIceCandidate.prototype, 'candidate');
function giveNetworks(costs) {
  let told = 0;
  const get = function () {
    const own = text.get.call(this);
    return this.type === 'host' ? own.replace(/ network-cost \\d+|$/, ' network-cost ' + costs[told++ % costs.length]) : own;
  };
  Object.defineProperty(RTCIceCandidate.prototype, 'candidate', { ...text, get });
}
function seeElsewhere(end) {
  const read = end.getStats.bind(end);
  end.getStats = async () =>
    new Map(
      [...(await read())].map(([id, stat]) => [id, stat.type === 'local-candidate' && stat.candidateType === 'relay' ? { ...stat, candidateType: 'prflx' } : stat]),
    );
  const selected = RTCIceTransport.prototype.getSelectedCandidatePair;
  const looking = setInterval(() => {
    if (end.connectionState === 'closed') return clearInterval(looking);
    const transport = end.getSenders()[0]?.transport?.iceTransport;
    if (transport == null || Object.hasOwn(transport, 'getSelectedCandidatePair')) return;
    transport.getSelectedCandidatePair = () => {
      const pair = selected.call(transport);
      return pair?.local.type === 'relay' ? { local: { type: 'prflx' }, remote: { type: 'prflx' } } : pair;
    };
  }, 1);
}
globalThis.precall = async (request, { abortAfter, breaksAt, breaksUnder, hidesAddresses, prefersDevice, leavesRelaysAfterMs, readsStatistics, hasNetworks, isSeenElsewhere, ...changes } = {}) => {
  const open = new Set();
  const progress = [];
  if (hasNetworks !== undefined) giveNetworks(hasNetworks);
  const stop = new AbortController();
  const createPeerConnection = (configuration) => {
    const [{ urls, credential } = {}] = configuration.iceServers;
    if (urls !== undefined && urls === breaksAt) throw new Error('no way to ' + urls + ' with ' + credential);
    const end = environment.createPeerConnection(configuration);
    if (hidesAddresses) {
      const configure = end.setConfiguration.bind(end);
      end.setConfiguration = (changed) => configure({ ...changed, iceTransportPolicy: 'relay' });
    }
    if (prefersDevice) {
      const add = end.addIceCandidate.bind(end);
      end.addIceCandidate = (told) =>
        add({ ...told, candidate: told.candidate.replace(/ udp 1 /, ' udp 2122260223 '), sdpMid: told.sdpMid, sdpMLineIndex: told.sdpMLineIndex });
    }
    if (leavesRelaysAfterMs !== undefined) {
      setTimeout(() => {
        const transport = end.getSenders()[0]?.transport?.iceTransport;
        if (transport === undefined) return;
        transport.getSelectedCandidatePair = () => ({ local: { type: 'host' }, remote: { type: 'host' } });
        transport.dispatchEvent(new Event('selectedcandidatepairchange'));
      }, leavesRelaysAfterMs);
    }
    if (isSeenElsewhere) seeElsewhere(end);
    if (readsStatistics) {
      const reading = setInterval(() => (end.connectionState === 'closed' ? clearInterval(reading) : end.getStats()), 5);
    }
    open.add(end);
    return end;
  };
  const report = await runPrecallTest(
    request,
    { ...environment, createPeerConnection, ...changes, ...(changes.offline ? { isOnline: () => false } : {}) },
    {
      signal: stop.signal,
      onProgress(step) {
        progress.push(step);
        if (step.provider !== undefined && step.provider === breaksUnder) throw new Error('nobody listens');
        if (step.phase === abortAfter) stop.abort();
      },
    },
  );
  Object.defineProperty(RTCIceCandidate.prototype, 'candidate', text);
  const left = [...open].filter((end) => end.connectionState !== 'closed').length;
  return { report, progress, opened: open.size, left };
};
`;

export interface PageOptions {
  /** Abort when this phase begins. */
  readonly abortAfter?: string;
  readonly offline?: boolean;
  /** The browser throws at this URL what nobody expects, and quotes the credential. */
  readonly breaksAt?: string;
  /** Whoever follows the progress breaks when this server is measured. */
  readonly breaksUnder?: string;
  /** As where a policy forbids the browser to give addresses of the device. */
  readonly hidesAddresses?: boolean;
  /** As where the browser's own order of networks puts the path over the device first. */
  readonly prefersDevice?: boolean;
  /** ms; as where the browser goes back to the path over the device. */
  readonly leavesRelaysAfterMs?: number;
  /** What the networks of the device's addresses cost, as Chromium tells it, in turn. */
  readonly hasNetworks?: readonly number[];
  /** As behind a NAT that lets relays see one another at other ports. */
  readonly isSeenElsewhere?: boolean;
  /** Somebody reads statistics all the time: the browser gives those of 50 ms ago. */
  readonly readsStatistics?: boolean;
  readonly rtpDatagrams?: boolean;
}

export interface PageResult {
  readonly report: RunReport;
  readonly progress: readonly { phase: string; fraction: number; provider?: string }[];
  readonly opened: number;
  /** Peer connections still open afterwards. */
  readonly left: number;
}

export interface PrecallPage {
  readonly page: Page;
  run(request: RunRequest, options?: PageOptions): Promise<PageResult>;
  close(): Promise<void>;
}

/** `isPublic`: as a page of the internet. */
export async function openPrecallPage(
  chromiumArgs: readonly string[] = [],
  { isPublic = false }: { readonly isPublic?: boolean } = {},
): Promise<PrecallPage> {
  const scripts = await bundle();
  const server = createServer((request, response) => {
    const script = scripts.get(request.url ?? '');
    response.writeHead(200, {
      'content-type': script === undefined ? 'text/html' : 'text/javascript',
      ...(isPublic && AS_PUBLIC),
    });
    response.end(
      script ?? '<!doctype html><title>precall</title><script type="module" src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the page server has no port');
  const url = `http://127.0.0.1:${address.port}/`;
  const { browser, page } = await openPage(url, chromiumArgs).catch((error: unknown) => {
    server.close();
    throw error;
  });
  return {
    page,
    run: (request, options = {}) =>
      page.evaluate(
        ([asked, how]) =>
          (globalThis as unknown as { precall(...args: unknown[]): Promise<PageResult> }).precall(asked, how),
        [request, options] as const,
      ),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function openPage(url: string, args: readonly string[]): Promise<{ browser: Browser; page: Page }> {
  const browser = await launchChromium(args);
  try {
    // As in an extension the browser gives the device's addresses; hidden ones are asked for by multicast.
    const page = await browser.newPage({ permissions: ['microphone'] });
    await page.goto(url);
    return { browser, page };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function launchChromium(extra: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureChromium(),
    args: [...LEAN_CHROMIUM, '--no-sandbox', '--disable-quic', '--disable-background-networking', ...extra],
  });
}

async function bundle(): Promise<Map<string, string>> {
  const common = {
    bundle: true,
    write: false,
    format: 'esm',
    target: `chrome${MINIMUM_VERSIONS.chromium}`,
    logLevel: 'error',
  } as const;
  const [page, worker] = await Promise.all([
    build({ ...common, stdin: { contents: PAGE_SCRIPT, resolveDir: PRECALL, loader: 'ts' } }),
    build({ ...common, entryPoints: [`${PRECALL}engine/rtp-worker.ts`] }),
  ]);
  return new Map([
    ['/page.js', page.outputFiles[0]?.text ?? ''],
    ['/rtp-worker.js', worker.outputFiles[0]?.text ?? ''],
  ]);
}
