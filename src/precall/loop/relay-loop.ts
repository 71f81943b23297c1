/**
 * Two peer connections of this very browser, each relayed through a URL of one TURN server: what one sends crosses
 * client -> TURN -> client, that is the client-TURN path once up and once down. Before they are relayed they are joined on the
 * device, for the handshake only (`local-handshake.ts`).
 */
import type { RelayProtocol } from '../../core/servers/ice-server.ts';
import { orAbort } from '../base/abortable.ts';
import { Allocations } from './allocations.ts';
import { CandidatePath } from './candidate-path.ts';
import { ChannelBindTrigger } from './channel-bind-trigger.ts';
import type { IceError } from './failure-reason.ts';
import { LOCAL_ONLY, localHandshake } from './local-handshake.ts';
import { areConnected } from './loop-ends.ts';
import type { LoopMedia } from './loop-media.ts';
import { describeEnds } from './loop-sdp.ts';
import { RelayPath } from './relay-path.ts';

export interface RelayUrl {
  readonly url: string;
  readonly relayProtocol: RelayProtocol;
  readonly username: string;
  readonly credential: string;
}

/** Of an end that is to be reached through that relay alone. */
export function relayed({ url, username, credential }: RelayUrl): RTCConfiguration {
  return {
    iceServers: [{ urls: url, username, credential }],
    iceTransportPolicy: 'relay',
    bundlePolicy: 'max-bundle',
  };
}

/** The URL that each end is relayed through: the same, or two of one server that differ in transport. */
export interface EndRelays {
  readonly sender: RelayUrl;
  readonly receiver: RelayUrl;
}

export interface LoopOutcome {
  readonly connected: boolean;
  readonly rejected: boolean;
  readonly allocated: boolean;
  readonly bothAllocated: boolean;
  readonly timedOut: boolean;
  readonly errors: readonly IceError[];
  readonly allocationTimeMs?: number;
  readonly connectTimeMs?: number;
}

/** ms between two looks at the path while it comes up; the browser tells of its success, but not of every failure. */
const LOOK_MS = 100;

/** What a loop is made with. */
export interface LoopMeans {
  createPeerConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** Bytes that TURN puts around each datagram in this browser. */
  readonly turnFramingBytes: number;
}

/** Where the two ends shake hands: before they have relays, or through them. */
export type Handshake = 'on-device' | 'through-relays';

export class RelayLoop {
  readonly relays: EndRelays;
  readonly #means: LoopMeans;
  readonly #startedAt: number;
  readonly #handshake: Handshake;
  #ends: { sender: RTCPeerConnection; receiver: RTCPeerConnection; path: RelayPath } | undefined;
  #rejected = false;
  /** Aborted once it is known what comes of the loop. */
  readonly #settled = new AbortController();
  readonly #allocations = new Allocations();
  #beforehandMs = 0;
  #handshakeIsLocal = false;
  #channelBind: ChannelBindTrigger | undefined;

  /** Times count from `startedAt`. */
  constructor(
    relays: EndRelays,
    means: LoopMeans,
    { startedAt, handshake }: { readonly startedAt: number; readonly handshake: Handshake },
  ) {
    this.relays = relays;
    this.#means = means;
    this.#startedAt = startedAt;
    this.#handshake = handshake;
    this.#allocations.first.then(() => {
      // It may have come through while the relays were asked for.
      this.#handshakeIsLocal ||= this.#handshake === 'on-device' && this.#isConnected;
    });
  }

  /** Bytes that TURN puts around each datagram of it. */
  get turnFramingBytes(): number {
    return this.#means.turnFramingBytes;
  }

  /** True when at least one end has a relay. */
  get allocated(): boolean {
    return this.#allocations.firstAt !== undefined;
  }

  /** What the browser reported of either end. */
  get errors(): readonly IceError[] {
    return this.#allocations.errors;
  }

  /** Settles when the first end has a relay, if that ever happens. */
  get hasRelay(): Promise<void> {
    return this.#allocations.first;
  }

  /** ms until the first end had a relay; undefined before. */
  get firstRelayMs(): number | undefined {
    const { firstAt } = this.#allocations;
    return firstAt === undefined ? undefined : firstAt - this.#startedAt;
  }

  /** ms that the two ends took for what they settle before they ask for relays. */
  get beforehandMs(): number {
    return this.#beforehandMs;
  }

  /** `firstRelayMs` without that. */
  get allocationTimeMs(): number | undefined {
    const { firstRelayMs } = this;
    return firstRelayMs === undefined ? undefined : firstRelayMs - this.#beforehandMs;
  }

  /** True when the DTLS handshake was through before there were relays: no part of it crosses the line. */
  get handshakeIsLocal(): boolean {
    return this.#handshakeIsLocal;
  }

  /** See `RelayPath`. */
  get staysOnDevice(): boolean {
    return this.#ends?.path.staysOnDevice === true;
  }

  get sender(): RTCPeerConnection {
    return this.#opened().sender;
  }

  get receiver(): RTCPeerConnection {
    return this.#opened().receiver;
  }

  /**
   * True when the loop is up, false when it is known not to come up; rejects when aborted, or without media. Close it in
   * any case.
   */
  async connect(media: LoopMedia, signal: AbortSignal): Promise<boolean> {
    try {
      this.#ends = this.#createEnds();
    } catch (error) {
      if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
      this.#rejected = true;
      return false;
    }
    const connected = await orAbort(this.#up(media, signal), signal);
    if (connected) {
      this.#opened().path.keep();
      this.#channelBind?.fire();
    }
    return connected;
  }

  close(): void {
    this.#settled.abort();
    this.#ends?.sender.close();
    this.#ends?.receiver.close();
  }

  #opened() {
    if (this.#ends === undefined) throw new Error('the loop is not open');
    return this.#ends;
  }

  #createEnds() {
    const sender = this.#means.createPeerConnection(relayed(this.relays.sender));
    try {
      const receiver = this.#means.createPeerConnection(relayed(this.relays.receiver));
      return { sender, receiver, path: new RelayPath(sender, receiver) };
    } catch (error) {
      sender.close();
      throw error;
    }
  }

  /** True when connected, false when it cannot be. */
  #up(media: LoopMedia, signal: AbortSignal): Promise<boolean> {
    const { sender, receiver, path } = this.#opened();
    const on = { signal: this.#settled.signal };
    const up = new Promise<boolean>((resolve, reject) => {
      const look = () => {
        this.#look().then((found) => {
          if (found !== undefined) resolve(found);
        }, reject);
      };
      for (const end of [sender, receiver]) {
        end.addEventListener('connectionstatechange', look, on);
        this.#allocations.watch(end, () => resolve(false), on.signal);
      }
      const looking = setInterval(look, LOOK_MS);
      on.signal.addEventListener('abort', () => clearInterval(looking));
      this.#negotiate(media, signal)
        .then(() => path.onChange(look, on.signal))
        .catch(reject);
    });
    return up.finally(() => this.#settled.abort());
  }

  /** Whether the loop is up, or known not to come up; undefined while neither is known. */
  async #look(): Promise<boolean | undefined> {
    const { sender, receiver, path } = this.#opened();
    if ([sender, receiver].some(({ connectionState }) => connectionState === 'failed')) return false;
    if (!this.#allocations.ofBothEnds) return undefined;
    const state = await path.state();
    if (state === 'failed') return false;
    return state === 'up' && (this.#handshakeIsLocal || this.#isConnected) ? true : undefined;
  }

  get #isConnected(): boolean {
    const { sender, receiver } = this.#opened();
    return areConnected([sender, receiver]);
  }

  async #negotiate(media: LoopMedia, signal: AbortSignal): Promise<void> {
    const { sender, receiver } = this.#opened();
    const ends = [sender, receiver];
    media.attach({ sender, receiver, renegotiate: () => this.#describe(signal) });
    const toReceiver = new CandidatePath(sender, receiver);
    const toSender = new CandidatePath(receiver, sender);
    if (this.#handshake === 'on-device') {
      const begunAt = performance.now();
      sender.setConfiguration({ ...relayed(this.relays.sender), ...LOCAL_ONLY });
      receiver.setConfiguration({ ...relayed(this.relays.receiver), ...LOCAL_ONLY });
      this.#channelBind = new ChannelBindTrigger(sender, receiver);
      const local = {
        ends,
        channels: this.#channelBind.channels,
        describe: () => this.#describe(signal),
        introduce(end: RTCPeerConnection, address: RTCIceCandidateInit) {
          (end === sender ? toReceiver : toSender).tell(address);
        },
      };
      this.#handshakeIsLocal = await localHandshake(local, signal);
      sender.setConfiguration(relayed(this.relays.sender));
      receiver.setConfiguration(relayed(this.relays.receiver));
      sender.restartIce();
      this.#beforehandMs = performance.now() - begunAt;
    }
    this.#allocations.ask();
    await this.#describe(signal, () => toReceiver.open());
    toSender.open();
  }

  #describe(signal: AbortSignal, offered?: () => void): Promise<void> {
    const { sender, receiver } = this.#opened();
    return describeEnds({ sender, receiver, ...(offered && { offered }) }, signal);
  }

  /** What came of it, as far as this loop can tell; the caller knows when it is up, and what time it gave. */
  outcome(seen: Partial<Pick<LoopOutcome, 'connected' | 'timedOut'>>): LoopOutcome {
    const { allocationTimeMs } = this;
    return {
      connected: false,
      timedOut: false,
      ...seen,
      rejected: this.#rejected,
      allocated: this.allocated,
      bothAllocated: this.#allocations.ofBothEnds,
      errors: this.errors,
      ...(allocationTimeMs === undefined ? {} : { allocationTimeMs }),
      ...(seen.connected === true ? { connectTimeMs: performance.now() - this.#startedAt } : {}),
    };
  }
}
