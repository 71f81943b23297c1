/**
 * Watches the line for some minutes through the loop of the first URL that comes up. A loop through which nothing comes any more
 * is given up, and another set up in its place: that is an interruption, and what is measured goes on.
 */

import { median } from '../../core/base/statistics.ts';
import type { FailureReason } from '../../core/report/failure-reasons.ts';
import type { WatchEnd, WatchRequest, WatchUpdate } from '../../core/watch/watch-report.ts';
import { sleep, withTimeout } from '../base/abortable.ts';
import { DataChannelEngine } from '../engine/data-channel-engine.ts';
import { RtpEngine } from '../engine/rtp-engine.ts';
import { wireOverheadBytes } from '../link/wire-overhead.ts';
import { familyOf } from '../loop/device-families.ts';
import { gatherLocalAddresses } from '../loop/local-addresses.ts';
import { releaseLoop } from '../loop/loop-attempts.ts';
import { areConnected } from '../loop/loop-ends.ts';
import type { LoopEngine } from '../loop/loop-media.ts';
import { watchPace } from '../watch/watch-pace.ts';
import type { PrecallEnvironment } from './precall-environment.ts';
import { type OpenUrl, probeUrl } from './url-probe.ts';
import { WatchLog } from './watch-log.ts';
import { readWatchedPath, type WatchedPath } from './watched-path.ts';

/** ms without any arrival after which a loop is given up; ICE itself takes 5 s to call one disconnected (RFC 7675: 30). */
const DEAD_MS = 8_000;
/** ms between two looks at the path. */
const LOOK_MS = 2_000;
/** ms until the servers are tried once more after none has answered. */
const RETRY_MS = 2_000;
/** ms; taken for a round trip when ICE's checks gave none. */
const UNKNOWN_ROUND_TRIP_MS = 300;

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
    const stopped = signal.aborted && signal.reason instanceof WatchStopped;
    end = stopped ? signal.reason.why : signal.aborted ? 'stopped' : 'failed';
    // Names only: an error text of the browser may quote a URL.
    if (!signal.aborted)
      console.error('Precall: the watch failed:', error instanceof Error ? error.name : '');
  } finally {
    watch.close();
  }
  log.ended(end, watch.bytes, reason);
  return log.update(true);
}

class LineWatch {
  readonly #request: WatchRequest;
  readonly #environment: PrecallEnvironment;
  readonly #log: WatchLog;
  readonly #tell: () => void;
  #rtp: RtpEngine | undefined;
  bytes = 0;

  constructor(request: WatchRequest, environment: PrecallEnvironment, log: WatchLog, tell: () => void) {
    this.#request = request;
    this.#environment = environment;
    this.#log = log;
    this.#tell = tell;
  }

  /** Resolves when its time is over; with a reason when no server was ever reached. */
  async run(signal: AbortSignal): Promise<FailureReason | undefined> {
    this.#log.connecting();
    this.#tell();
    for (;;) {
      const { leftMs } = this.#log;
      if (leftMs !== undefined && leftMs <= 0) return undefined;
      // Until there was a first probe its time has not begun.
      const reached =
        leftMs === undefined
          ? await this.#connect(signal)
          : await withTimeout(leftMs, signal, (own) => this.#connect(own));
      if (reached === 'timed-out') return undefined;
      if (typeof reached !== 'string') {
        const { open, path } = reached;
        if (await this.#through(open, path, signal)) return undefined;
        continue;
      }
      if (leftMs === undefined) return reached;
      this.#tell();
      await sleep(Math.min(RETRY_MS, leftMs), signal);
    }
  }

  close(): void {
    this.#rtp?.close();
  }

  /** The first URL that comes up, or why the first of all does not. */
  async #connect(signal: AbortSignal): Promise<{ open: OpenUrl; path: WatchedPath } | FailureReason> {
    let first: FailureReason | undefined;
    for (const { label, url, username, credential, relayProtocol } of this.#request.relays) {
      const server = { label, urls: [url], username, credential };
      // With a path over the device beside it, Chromium leaves the one through the relays after 2.5 s of silence.
      const means = {
        openEngine: () => this.#openEngine(),
        otherUrls: 0,
        handshake: 'through-relays',
      } as const;
      const { report, open } = await probeUrl(server, url, means, this.#environment, signal);
      if (open !== undefined) {
        this.#count(open.spentInVain);
        return { open, path: { server: label, transport: relayProtocol } };
      }
      first ??= report.reason;
    }
    return first ?? 'timed-out';
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
    const looking = setInterval(() => void this.#look(open, dead), LOOK_MS);
    try {
      this.#log.connected({ ...path, ...(await readWatchedPath(open.loop)) });
      this.#tell();
      this.#learnOwnAddress(path, own);
      await open.engine.watch(
        {
          ms: Math.max(0, this.#log.leftMs ?? this.#request.ms),
          perSecond: watchPace(overheadOf(open, path)),
          roundTripMs: median(open.facts.checkRoundTripsMs) ?? UNKNOWN_ROUND_TRIP_MS,
        },
        own,
        (seen) => {
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
      clearInterval(looking);
      dead.abort(new Error('the loop is given up'));
      await releaseLoop(open, (bytes) => this.#count(bytes));
    }
  }

  async #look({ loop }: OpenUrl, dead: AbortController): Promise<void> {
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

function overheadOf({ facts, engine }: OpenUrl, { transport }: WatchedPath): number {
  return wireOverheadBytes({ relayProtocol: transport, method: engine.method, ...facts });
}
