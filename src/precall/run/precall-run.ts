/** The state of one run: what is open and what is known so far, so that it can end at any moment with what stands. */

import type { PathMetrics } from '../../core/report/path-metrics.ts';
import type {
  NetworkFacts,
  ProbeReport,
  RunProgress,
  RunRequest,
  ServerReport,
} from '../../core/report/run-report.ts';
import type { TurnServer } from '../../core/servers/ice-server.ts';
import { sleep } from '../base/abortable.ts';
import { DataChannelEngine } from '../engine/data-channel-engine.ts';
import { RtpEngine } from '../engine/rtp-engine.ts';
import { gatherLocalAddresses, type LocalAddresses } from '../loop/local-addresses.ts';
import type { LoopEngine } from '../loop/loop-media.ts';
import { type LoopBytes, readLoopBytes } from '../loop/loop-stats.ts';
import { chooseUrl, RELAY_ORDER } from './choose-url.ts';
import { measurePath, metricsFromChecks, metricsOfFailure } from './path-measurement.ts';
import type { PrecallEnvironment } from './precall-environment.ts';
import { Slots } from './slots.ts';
import { type OpenUrl, probeUrl, relayProtocolOf, unfinishedReport } from './url-probe.ts';

/** URLs being opened at once: more than the URLs of any sensible configuration. */
const MOST_AT_ONCE = 40;
/** Other URLs may still be connecting when a measurement could begin: it waits this long for them, no longer. */
const GRACE = { shareOfConnectTime: 0.35, mostMs: 600 } as const;
const CONNECTIVITY_SHARE = 0.3;
const MEASURED_AT = 0.97;

interface UrlState {
  readonly url: string;
  report?: ProbeReport;
  open?: OpenUrl;
  metrics?: PathMetrics;
  settled: Promise<void>;
}

interface ServerState {
  readonly server: TurnServer;
  readonly urls: readonly UrlState[];
  chosen?: number;
}

export class PrecallRun {
  readonly #request: RunRequest;
  readonly #environment: PrecallEnvironment;
  readonly #progress: (phase: RunProgress['phase'], fraction: number, provider?: string) => void;
  readonly #servers: readonly ServerState[];
  readonly #slots = new Slots(MOST_AT_ONCE);
  readonly #bytes = { sent: 0, received: 0 };
  #rtp: RtpEngine | undefined;
  #network: NetworkFacts = {};
  #addresses: Promise<LocalAddresses> | undefined;

  constructor(
    request: RunRequest,
    environment: PrecallEnvironment,
    progress: (phase: RunProgress['phase'], fraction: number, provider?: string) => void,
  ) {
    this.#request = request;
    this.#environment = environment;
    this.#progress = progress;
    this.#servers = request.servers.map((server) => ({
      server,
      urls: server.urls.map((url) => ({ url, settled: Promise.resolve() })),
    }));
  }

  /** Resolves when all is measured or the signal has fired. */
  async measure(signal: AbortSignal): Promise<void> {
    this.#progress('connectivity', 0);
    try {
      for (const { server, urls } of this.#servers) {
        for (const state of urls) state.settled = this.#probe(server, state, signal);
      }
      if (this.#request.kind !== 'connectivity') {
        for (const [i, state] of this.#servers.entries()) await this.#measureServer(state, i, signal);
      }
      await Promise.all(this.#allUrls().map((state) => state.settled));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async results(): Promise<{ servers: ServerReport[]; network: NetworkFacts; bytes: LoopBytes }> {
    await Promise.all(this.#allUrls().map((state) => this.#release(state)));
    return {
      servers: this.#servers.map(({ server, urls, chosen }) => ({
        provider: server.label,
        probes: urls.map((state) => ({
          ...(state.report ?? unfinishedReport(state.url, this.#environment.isOnline())),
          ...(state.metrics === undefined ? {} : { metrics: state.metrics }),
        })),
        ...chosenField(chosen ?? chooseUrl(urls.map((state) => state.report))),
      })),
      network: { ...this.#network, ...(await this.#addresses) },
      bytes: this.#bytes,
    };
  }

  /** Frees whatever is still open. */
  close(): void {
    for (const state of this.#allUrls()) {
      state.open?.loop.close();
      state.open?.engine.close();
    }
    this.#rtp?.close();
  }

  #allUrls(): UrlState[] {
    return this.#servers.flatMap((server) => server.urls);
  }

  #openEngine(): LoopEngine {
    if (!this.#environment.rtpDatagrams) return new DataChannelEngine();
    this.#rtp ??= new RtpEngine(this.#environment.createWorker());
    return this.#rtp.openLoop();
  }

  async #probe(server: TurnServer, state: UrlState, signal: AbortSignal): Promise<void> {
    const means = { openEngine: () => this.#openEngine(), otherUrls: this.#allUrls().length - 1 };
    try {
      const probed = await this.#slots.use(signal, () =>
        probeUrl(server, state.url, means, this.#environment, signal),
      );
      state.report = probed.report;
      if (probed.open !== undefined) this.#opened(state, probed.open, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    const all = this.#allUrls();
    const done = all.filter((each) => each.report !== undefined).length;
    this.#progress('connectivity', (CONNECTIVITY_SHARE * done) / all.length);
  }

  #opened(state: UrlState, open: OpenUrl, signal: AbortSignal): void {
    state.open = open;
    const { networkType } = open.facts;
    if (networkType !== undefined) this.#network = { networkType, ...this.#network };
    if (relayProtocolOf(state.url) === 'udp') {
      this.#addresses ??= gatherLocalAddresses(
        state.url,
        this.#environment.createPeerConnection,
        signal,
      ).catch(() => ({})); // aborted: no address is known
    }
  }

  async #measureServer(server: ServerState, index: number, signal: AbortSignal): Promise<void> {
    const { label } = server.server;
    const step = (MEASURED_AT - CONNECTIVITY_SHARE) / this.#servers.length;
    const at = (share: number) => CONNECTIVITY_SHARE + step * (index + share);
    const chosen = await this.#choose(server);
    if (chosen === undefined) return;
    server.chosen = chosen;
    const state = server.urls[chosen];
    if (state?.open === undefined) return;
    await this.#waitForOthers(state.report?.connectTimeMs ?? 0, signal);
    this.#progress('quality', at(0.1), label);
    const { kind, throughputCapKbps } = this.#request;
    const asked = {
      kind: kind === 'full' ? 'full' : 'light',
      relayProtocol: relayProtocolOf(state.url),
      capKbps: throughputCapKbps,
      setUpMs: state.report?.connectTimeMs,
    } as const;
    try {
      state.metrics = await measurePath(state.open, asked, signal, () =>
        this.#progress('throughput', at(0.4), label),
      );
    } catch (error) {
      if (signal.aborted) throw error;
      state.metrics = metricsOfFailure(state.open, asked);
    }
    for (const other of server.urls) {
      if (other !== state && other.open !== undefined) other.metrics = metricsFromChecks(other.open);
    }
    this.#progress('quality', at(1), label);
    await Promise.all(server.urls.map((each) => this.#release(each)));
  }

  /** Waits for the URLs of one transport after the other, until one is reachable. */
  async #choose({ urls }: ServerState): Promise<number | undefined> {
    for (const rank of Object.values(RELAY_ORDER).sort()) {
      const ofRank = urls.filter((state) => RELAY_ORDER[relayProtocolOf(state.url)] === rank);
      await Promise.all(ofRank.map((state) => state.settled));
      if (ofRank.some((state) => state.open !== undefined)) {
        return chooseUrl(urls.map((state) => state.report));
      }
    }
    return undefined;
  }

  async #waitForOthers(connectTimeMs: number, signal: AbortSignal): Promise<void> {
    const graceMs = Math.min(GRACE.mostMs, GRACE.shareOfConnectTime * connectTimeMs);
    const stop = new AbortController();
    const onAbort = () => stop.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await Promise.race([
        Promise.all(this.#allUrls().map((state) => state.settled)),
        sleep(graceMs, stop.signal).catch(() => undefined),
      ]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      stop.abort();
    }
    signal.throwIfAborted();
  }

  #count({ sent, received }: LoopBytes): void {
    this.#bytes.sent += sent;
    this.#bytes.received += received;
  }

  /** Counts what went through a loop and frees it. */
  async #release(state: UrlState): Promise<void> {
    const { open } = state;
    if (open === undefined) return;
    delete state.open;
    if (open.spentInVain !== undefined) this.#count(open.spentInVain);
    try {
      this.#count(await readLoopBytes(open.loop, relayProtocolOf(state.url)));
    } finally {
      open.loop.close();
      open.engine.close();
    }
  }
}

function chosenField(chosen: number | undefined): Pick<ServerReport, 'chosen'> {
  return chosen === undefined ? {} : { chosen };
}
