/**
 * Watches the line for some minutes through the loop of the first URL that comes up. A loop through which nothing comes any more
 * is given up, and another set up in its place: that is an interruption, and what is measured goes on.
 */

import { type FailureReason, isRefusal } from '../../core/report/failure-reasons.ts';
import type { WatchEnd, WatchRequest, WatchUpdate } from '../../core/watch/watch-report.ts';
import { sleep, withTimeout } from '../base/abortable.ts';
import { DataChannelEngine } from '../engine/data-channel-engine.ts';
import { RtpEngine } from '../engine/rtp-engine.ts';
import { familyOf } from '../loop/device-families.ts';
import { gatherLocalAddresses } from '../loop/local-addresses.ts';
import { releaseLoop } from '../loop/loop-attempts.ts';
import { areConnected } from '../loop/loop-ends.ts';
import type { LoopEngine } from '../loop/loop-media.ts';
import { watchPace } from '../watch/watch-pace.ts';
import { roundTripByChecks } from './path-measurement.ts';
import type { PrecallEnvironment } from './precall-environment.ts';
import { SleepLook } from './sleep-look.ts';
import { failedReport, mayFindRoomLater } from './url-failure.ts';
import { type OpenUrl, type ProbedUrl, probeUrl } from './url-probe.ts';
import { WatchLog } from './watch-log.ts';
import { readWatchedPath, type WatchedPath } from './watched-path.ts';

/** ms without any arrival after which a loop is given up; ICE itself takes 5 s to call one disconnected (RFC 7675: 30). */
const DEAD_MS = 8_000;
/** ms between two looks at the path. */
const LOOK_MS = 2_000;
/** ms until the servers are tried once more after none has answered. */
const RETRY_MS = 2_000;
/** How often a server without room is tried before there was a first probe: what a test has just given back may still count. */
const MOST_TRIES = 3;

/** Why a watch is ended before its time: the reason of its signal. */
export class WatchStopped extends Error {
  override readonly name = 'WatchStopped';
  readonly why: WatchEnd;

  constructor(why: WatchEnd) {
    super(`the watch ended: ${why}`);
    this.why = why;
  }
}

export interface WatchOptions {
  readonly signal: AbortSignal;
  /** Each second, and whenever the phase changes. */
  onUpdate(update: WatchUpdate): void;
}

/** Never rejects for what the network does. Gives its last update, with all its seconds. */
export async function watchLine(
  request: WatchRequest,
  environment: PrecallEnvironment,
  { signal, onUpdate }: WatchOptions,
): Promise<WatchUpdate> {
  const log = new WatchLog(request.ms, environment.now);
  const watch = new LineWatch(request, environment, log, () => onUpdate(log.update()));
  let reason: FailureReason | undefined;
  let end: WatchEnd = 'time';
  try {
    reason = await watch.run(signal);
    if (reason !== undefined) end = 'unreachable';
  } catch (error) {
    const otherwise = signal.aborted ? 'stopped' : 'failed';
    end = error instanceof WatchStopped ? error.why : otherwise;
    // Names only: an error text of the browser may quote a URL.
    if (end === 'failed')
      console.error('Precall: the watch failed:', error instanceof Error ? error.name : '');
  } finally {
    watch.close();
  }
  log.ended(end, watch.bytes, reason);
  return log.update(true);
}

type Reached =
  | { readonly open: OpenUrl; readonly path: WatchedPath }
  | { readonly open?: undefined; readonly reason: FailureReason };

class LineWatch {
  readonly #request: WatchRequest;
  readonly #environment: PrecallEnvironment;
  readonly #log: WatchLog;
  readonly #tell: () => void;
  readonly #sleep: SleepLook;
  readonly #slept = new AbortController();
  /** Those that may still be tried. */
  #relays: WatchRequest['relays'];
  /** The loop that is up, and what ends it when nothing comes through it any more. */
  #watched: { readonly loop: OpenUrl['loop']; readonly dead: AbortController } | undefined;
  #rtp: RtpEngine | undefined;
  bytes = 0;

  constructor(request: WatchRequest, environment: PrecallEnvironment, log: WatchLog, tell: () => void) {
    this.#request = request;
    this.#environment = environment;
    this.#log = log;
    this.#tell = tell;
    this.#sleep = new SleepLook(environment.now);
    this.#relays = request.relays;
  }

  /** Resolves when its time is over; with a reason when no server was ever reached, or none takes the credentials any more. */
  async run(signal: AbortSignal): Promise<FailureReason | undefined> {
    const own = AbortSignal.any([signal, this.#slept.signal]);
    const looking = setInterval(() => void this.#look(), LOOK_MS);
    try {
      const reason = await this.#watch(own);
      // Its time may have passed in a sleep.
      this.#endIfSlept();
      own.throwIfAborted();
      return reason;
    } catch (error) {
      throw own.aborted ? own.reason : error;
    } finally {
      clearInterval(looking);
    }
  }

  async #watch(signal: AbortSignal): Promise<FailureReason | undefined> {
    this.#log.connecting();
    this.#tell();
    for (let tries = 1; ; tries += 1) {
      const { leftMs } = this.#log;
      if (leftMs !== undefined && leftMs <= 0) return undefined;
      // Until there was a first probe its time has not begun.
      const reached =
        leftMs === undefined
          ? await this.#connect(signal)
          : await withTimeout(leftMs, signal, (own) => this.#connect(own));
      if (reached === 'timed-out') return undefined;
      if (reached.open !== undefined) {
        if (await this.#through(reached.open, reached.path, signal)) return undefined;
        continue;
      }
      const isWorthIt = leftMs !== undefined || (tries < MOST_TRIES && mayFindRoomLater(reached));
      if (!isWorthIt || this.#relays.length === 0) return reached.reason;
      if (!this.#endIfSlept()) this.#tell();
      await sleep(Math.min(RETRY_MS, leftMs ?? RETRY_MS), signal);
    }
  }

  close(): void {
    this.#rtp?.close();
  }

  /** The first URL that comes up, or why the first of all does not. */
  async #connect(signal: AbortSignal): Promise<Reached> {
    let first: FailureReason | undefined;
    for (const relay of this.#relays) {
      const { label, url, username, credential, relayProtocol } = relay;
      const server = { label, urls: [url], username, credential };
      // With a path over the device beside it, Chromium leaves the one through the relays after 2.5 s of silence.
      const means = {
        openEngine: () => this.#openEngine(),
        otherUrls: 0,
        handshake: 'through-relays',
      } as const;
      const { report, open } = await probeUrl(server, url, means, this.#environment, signal).catch(
        (error: unknown): ProbedUrl => {
          if (signal.aborted) throw error;
          return { report: failedReport(server, url, error) };
        },
      );
      if (open !== undefined) {
        this.#count(open.spentInVain);
        return { open, path: { server: label, transport: relayProtocol } };
      }
      const { reason = 'unreachable' } = report;
      first ??= reason;
      // Credentials that are refused now, perhaps because their time is over, will not be taken later.
      if (isRefusal(reason)) this.#relays = this.#relays.filter((other) => other !== relay);
    }
    return { reason: first ?? 'no-credentials' };
  }

  #openEngine(): LoopEngine {
    if (!this.#environment.rtpDatagrams) return new DataChannelEngine();
    this.#rtp ??= new RtpEngine(this.#environment.createWorker(), this.#environment.audioFrames);
    return this.#rtp.openLoop();
  }

  /** True when the time is over, false when nothing comes through the loop any more. */
  async #through(open: OpenUrl, path: WatchedPath, signal: AbortSignal): Promise<boolean> {
    const dead = new AbortController();
    const own = AbortSignal.any([signal, dead.signal]);
    this.#watched = { loop: open.loop, dead };
    try {
      this.#log.connected({ ...path, ...(await readWatchedPath(open.loop)) });
      this.#tell();
      this.#learnOwnAddress(path, own);
      await open.engine.watch(
        {
          ms: Math.max(0, this.#log.leftMs ?? this.#request.ms),
          perSecond: paceOf(open, path),
          roundTripMs: roundTripByChecks(open.facts),
        },
        own,
        (seen) => {
          if (this.#endIfSlept()) return;
          this.#log.take(seen);
          this.#tell();
        },
      );
      return true;
    } catch (error) {
      if (signal.aborted || !dead.signal.aborted) throw error;
      this.#log.lost();
      this.#tell();
      return false;
    } finally {
      this.#watched = undefined;
      dead.abort(new Error('the loop is given up'));
      await releaseLoop(open, (bytes) => this.#count(bytes));
    }
  }

  /** What was seen before a sleep and after it is of two times. */
  #endIfSlept(): boolean {
    const hasSlept = this.#sleep.hasSlept();
    if (hasSlept) this.#slept.abort(new WatchStopped('slept'));
    return hasSlept;
  }

  async #look(): Promise<void> {
    if (this.#endIfSlept() || this.#watched === undefined) return;
    const { loop, dead } = this.#watched;
    const failed = [loop.sender, loop.receiver].some(({ connectionState }) => connectionState === 'failed');
    if (failed || this.#log.silentMs > DEAD_MS) {
      dead.abort(new Error('nothing comes through the loop any more'));
      return;
    }
    if (!areConnected([loop.sender, loop.receiver])) return;
    const path = await readWatchedPath(loop).catch(() => ({})); // closed meanwhile: nothing is known
    if (!dead.signal.aborted) this.#log.pathIs(path);
  }

  /** It tells another network, where the browser gives it. */
  #learnOwnAddress({ transport }: WatchedPath, signal: AbortSignal): void {
    const url = this.#request.relays.find(({ relayProtocol }) => relayProtocol === 'udp')?.url;
    if (transport !== 'udp' || url === undefined) return;
    gatherLocalAddresses(url, this.#environment.createPeerConnection, signal)
      .then(({ hostAddress }) => {
        const family = hostAddress === undefined ? undefined : familyOf(hostAddress);
        if (hostAddress === undefined || family === undefined || signal.aborted) return;
        this.#log.pathIs({ hostAddress, family });
      })
      .catch(() => undefined); // aborted: no address is known
  }

  #count(bytes: { readonly sent: number; readonly received: number } | undefined): void {
    this.bytes += bytes === undefined ? 0 : bytes.sent + bytes.received;
  }
}

function paceOf({ facts, engine }: OpenUrl, { transport }: WatchedPath): number {
  return watchPace({ relayProtocol: transport, method: engine.method, ...facts });
}
