/** The state of one run: what is open and what is known so far, so that it can end at any moment with what stands. */

import type { NetworkFacts, RunProgress, RunReport, RunRequest } from '../../core/report/run-report.ts';
import { testOf } from '../../core/report/tests-of-run.ts';
import { orAbort, withTimeout } from '../base/abortable.ts';
import { DataChannelEngine } from '../engine/data-channel-engine.ts';
import { RtpEngine } from '../engine/rtp-engine.ts';
import { gatherLocalAddresses, type LocalAddresses } from '../loop/local-addresses.ts';
import { releaseLoop } from '../loop/loop-attempts.ts';
import type { LoopEngine } from '../loop/loop-media.ts';
import type { LoopBytes } from '../loop/loop-stats.ts';
import { RELAY_ORDER } from './choose-url.ts';
import { addDirections } from './directions.ts';
import type { FurtherLoopMeans } from './further-loops.ts';
import { measureOrSayWhy, metricsFromChecks } from './path-measurement.ts';
import type { PrecallEnvironment } from './precall-environment.ts';
import { Semaphore } from './semaphore.ts';
import {
  chosenOf,
  chosenOfSettled,
  reportOf,
  type ServerState,
  serverStates,
  type UrlState,
} from './server-state.ts';
import { measureThoroughly, type ThoroughMeans } from './thorough.ts';
import { asSeenTogether, failedReport, mayFindRoomLater } from './url-failure.ts';
import { type OpenUrl, type ProbedUrl, probeUrl, relayProtocolOf } from './url-probe.ts';

/** URLs being opened at once: more than the URLs of any sensible configuration. */
const MOST_AT_ONCE = 40;
/** Other URLs may still be connecting when a measurement could begin: it waits this long for them, no longer. */
const GRACE = { shareOfConnectTime: 0.35, mostMs: 600 } as const;
/** Parts of the progress: URLs tried; a thorough test's part that every full one has; all measured. */
const CONNECTIVITY_SHARE = 0.3;
const FULL_AT = 0.45;
const MEASURED_AT = 0.97;

export class PrecallRun {
  readonly #request: RunRequest;
  readonly #environment: PrecallEnvironment;
  readonly #progress: (phase: RunProgress['phase'], fraction: number, provider?: string) => void;
  readonly #servers: readonly ServerState[];
  readonly #places = new Semaphore(MOST_AT_ONCE);
  readonly #bytes = { sent: 0, received: 0 };
  #rtp: RtpEngine | undefined;
  #network: NetworkFacts = {};
  #addresses: Promise<LocalAddresses> | undefined;
  #thorough: RunReport['thorough'];

  constructor(
    request: RunRequest,
    environment: PrecallEnvironment,
    progress: (phase: RunProgress['phase'], fraction: number, provider?: string) => void,
  ) {
    this.#request = request;
    this.#environment = environment;
    this.#progress = progress;
    this.#servers = serverStates(request.servers);
  }

  /** Resolves when all is measured or the signal has fired. */
  async measure(signal: AbortSignal): Promise<void> {
    this.#progress('connectivity', 0);
    try {
      for (const state of this.#allUrls()) {
        state.tried = this.#try(state, signal);
        state.settled = this.#settle(state, signal);
      }
      if (this.#request.kind !== 'connectivity') {
        for (const [i, state] of this.#servers.entries())
          await this.#measureServer(state, i, signal)
            .catch((error: unknown) => this.#noteFailure(state.urls[chosenOf(state) ?? 0], error, signal))
            .finally(() => state.measured.resolve());
        if (this.#request.thorough) await this.#measureThoroughly(signal);
      }
      await Promise.all(this.#allUrls().map((state) => state.settled));
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async results(): Promise<Pick<RunReport, 'servers' | 'network' | 'thorough'> & { bytes: LoopBytes }> {
    await Promise.all(this.#allUrls().map((state) => this.#release(state)));
    const servers = this.#servers.map((server) => reportOf(server, this.#environment.isOnline()));
    return {
      servers: asSeenTogether(servers),
      network: { ...this.#network, ...(await this.#addresses) },
      bytes: this.#bytes,
      ...(this.#thorough && { thorough: this.#thorough }),
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
    this.#rtp ??= new RtpEngine(this.#environment.createWorker(), this.#environment.audioFrames);
    return this.#rtp.openLoop();
  }

  /** Whatever goes wrong at one URL is that URL's failure. Rejects only when aborted. */
  async #try({ server, url }: UrlState, signal: AbortSignal): Promise<ProbedUrl> {
    const means = { openEngine: () => this.#openEngine(), otherUrls: this.#allUrls().length - 1 };
    return this.#places.use(signal, async () => {
      try {
        return await probeUrl(server, url, means, this.#environment, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        return { report: failedReport(server, url, error) };
      }
    });
  }

  async #settle(state: UrlState, signal: AbortSignal): Promise<void> {
    try {
      const probed = await state.tried;
      if (probed === undefined) return;
      if (mayFindRoomLater(probed.report)) await this.#tryAlone(state, probed, signal);
      else this.#take(state, probed, signal);
    } catch (error) {
      this.#noteFailure(state, error, signal);
    }
    const all = this.#allUrls();
    const done = all.filter((each) => each.report !== undefined).length;
    this.#progress('connectivity', (CONNECTIVITY_SHARE * done) / all.length);
  }

  /**
   * Once nothing else of this user is allocated; what comes up is given back at once, for the next. What is open and is measured in
   * any case is measured first: not every browser gives back soon.
   */
  async #tryAlone(state: UrlState, refused: ProbedUrl, signal: AbortSignal): Promise<void> {
    const { turns } = state;
    const ofUser = this.#allUrls().filter((each) => each.turns === turns);
    await Promise.all(ofUser.map(({ tried }) => tried));
    await this.#measuredBefore(state, signal);
    await turns.alone(signal, async () => {
      await Promise.all(ofUser.map((each) => this.#putAside(each)));
      let probed = refused;
      while (mayFindRoomLater(probed.report) && !turns.areGone(state.server)) {
        await turns.takenBack(signal);
        probed = await this.#try(state, signal);
        if (mayFindRoomLater(probed.report)) turns.noteRefusal(state.server);
      }
      this.#take(state, probed, signal);
      await this.#putAside(state);
    });
  }

  /** The end of its server's measurement, where that does not wait for this URL: one of a better transport is open. */
  async #measuredBefore(state: UrlState, signal: AbortSignal): Promise<void> {
    const rank = ({ url }: UrlState) => RELAY_ORDER[relayProtocolOf(url)];
    const own = this.#servers.find(({ urls }) => urls.includes(state));
    if (own === undefined || testOf(this.#request, own.server.label) === 'connectivity') return;
    if (own.urls.some((each) => each.open !== undefined && rank(each) < rank(state))) {
      await orAbort(own.measured.promise, signal);
    }
  }

  /** Frees a URL that is perhaps measured later, with what ICE's checks told. */
  async #putAside(state: UrlState): Promise<void> {
    if (state.open !== undefined && testOf(this.#request, state.server.label) !== 'connectivity') {
      state.metrics = metricsFromChecks(state.open);
    }
    await this.#release(state);
  }

  /** What nobody expected is one URL's failure: the other servers are tested all the same. */
  #noteFailure(state: UrlState | undefined, error: unknown, signal: AbortSignal): void {
    if (signal.aborted || state === undefined) return;
    state.report = failedReport(state.server, state.url, error);
    delete state.metrics;
  }

  #take(state: UrlState, { report, open }: ProbedUrl, signal: AbortSignal): void {
    state.report = report;
    if (open !== undefined) this.#opened(state, open, signal);
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
    const end = this.#request.thorough ? FULL_AT : MEASURED_AT;
    const step = (end - CONNECTIVITY_SHARE) / this.#servers.length;
    const at = (share: number) => CONNECTIVITY_SHARE + step * (index + share);
    const chosen = await chosenOfSettled(server);
    if (chosen === undefined) return;
    const state = server.urls[chosen];
    const kind = testOf(this.#request, label);
    if (state === undefined || kind === 'connectivity') return;
    await this.#waitForOthers(state.report?.connectTimeMs ?? 0, signal);
    this.#progress('quality', at(0.1), label);
    await state.turns.alone(signal, () =>
      this.#measureUrl(state, { kind, mostKbps: this.#request.throughputCapKbps }, signal, () =>
        this.#progress('throughput', at(0.4), label),
      ),
    );
    this.#progress('quality', at(1), label);
    await Promise.all(server.urls.map((each) => this.#putAside(each)));
    if (kind === 'full') {
      await state.turns.alone(signal, async () => {
        await addDirections(state, server.urls, this.#request, this.#furtherLoops, signal);
      });
    }
  }

  async #measureThoroughly(signal: AbortSignal): Promise<void> {
    const measure = (state: UrlState, mostKbps: number) =>
      state.turns.alone(signal, async () => {
        const { open } = state.open === undefined ? await this.#try(state, signal) : state;
        if (open !== undefined) state.open = open;
        await this.#measureUrl(state, { kind: 'full', mostKbps }, signal);
      });
    const progress: ThoroughMeans['progress'] = (phase, share, provider) =>
      this.#progress(phase, FULL_AT + (MEASURED_AT - FULL_AT) * share, provider);
    const means: ThoroughMeans = { ...this.#furtherLoops, measure, progress };
    this.#thorough = await measureThoroughly(this.#servers, means, signal);
  }

  async #measureUrl(
    state: UrlState,
    { kind, mostKbps }: { readonly kind: 'light' | 'full'; readonly mostKbps: number },
    signal: AbortSignal,
    onThroughput = () => {},
  ) {
    const open = state.open ?? (await this.#openAgain(state, signal));
    if (open === undefined) return;
    const asked = {
      kind,
      relayProtocol: relayProtocolOf(state.url),
      capKbps: mostKbps,
      host: this.#environment.host,
      setUpMs: state.report?.connectTimeMs,
    } as const;
    Object.assign(state, await measureOrSayWhy(open, asked, signal, onThroughput));
    await this.#release(state);
  }

  get #furtherLoops(): FurtherLoopMeans {
    return {
      ...this.#environment,
      openEngine: () => this.#openEngine(),
      spent: (bytes) => this.#count(bytes),
    };
  }

  /** Of a user whose allocations are scarce: a loop that came up was given back. */
  async #openAgain(state: UrlState, signal: AbortSignal): Promise<OpenUrl | undefined> {
    await state.turns.takenBack(signal);
    const { open } = await this.#try(state, signal);
    if (open !== undefined) state.open = open;
    return open;
  }

  async #waitForOthers(connectTimeMs: number, signal: AbortSignal): Promise<void> {
    const graceMs = Math.min(GRACE.mostMs, GRACE.shareOfConnectTime * connectTimeMs);
    await withTimeout(graceMs, signal, (own) =>
      orAbort(Promise.all(this.#allUrls().map((state) => state.settled)), own),
    );
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
    await releaseLoop(open, (bytes) => this.#count(bytes));
  }
}
