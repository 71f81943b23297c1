/**
 * Two peer connections of this very browser, each relayed through one TURN URL: what one sends crosses
 * client -> TURN -> client, that is the client-TURN path once up and once down.
 */
import { orAbort } from './abortable.ts';
import type { IceError } from './failure-reason.ts';
import { isFinal } from './failure-reason.ts';
import { adaptAnswer, adaptOffer } from './loop-sdp.ts';

/** The two ends of a loop, and what is to be called when one has got further media. */
export interface LoopEnds {
  readonly sender: RTCPeerConnection;
  readonly receiver: RTCPeerConnection;
  renegotiate(): Promise<void>;
}

/** What travels on the loop. `attach` is called before the offer is made. */
export interface LoopMedia {
  attach(ends: LoopEnds): void;
}

export interface RelayUrl {
  readonly url: string;
  readonly username: string;
  readonly credential: string;
}

export interface LoopOutcome {
  readonly connected: boolean;
  readonly rejected: boolean;
  readonly allocated: boolean;
  readonly timedOut: boolean;
  readonly errors: readonly IceError[];
  readonly allocationTimeMs?: number;
  readonly connectTimeMs?: number;
}

type CreatePeerConnection = (configuration: RTCConfiguration) => RTCPeerConnection;

export class RelayLoop {
  readonly #relay: RelayUrl;
  readonly #create: CreatePeerConnection;
  readonly #errors: IceError[] = [];
  readonly #startedAt: number;
  #ends: { sender: RTCPeerConnection; receiver: RTCPeerConnection } | undefined;
  #rejected = false;
  /** One for each end that has a relay. */
  readonly #relayedAt: number[] = [];

  /** Times count from `startedAt`. */
  constructor(relay: RelayUrl, create: CreatePeerConnection, startedAt: number) {
    this.#relay = relay;
    this.#create = create;
    this.#startedAt = startedAt;
  }

  /** True when at least one end has a relay. */
  get allocated(): boolean {
    return this.#relayedAt.length > 0;
  }

  /** What the browser reported of either end. */
  get errors(): readonly IceError[] {
    return this.#errors;
  }

  /** ms until the first end had a relay; undefined before. */
  get allocationTimeMs(): number | undefined {
    const [first] = this.#relayedAt;
    return first === undefined ? undefined : first - this.#startedAt;
  }

  /** ms until both ends had a relay; undefined before. */
  get relayedMs(): number | undefined {
    const [, both] = this.#relayedAt;
    return both === undefined ? undefined : both - this.#startedAt;
  }

  get sender(): RTCPeerConnection {
    return this.#opened().sender;
  }

  get receiver(): RTCPeerConnection {
    return this.#opened().receiver;
  }

  /** True when the loop is up, false when it is known not to come up; rejects when aborted, or without media. Close it in any case. */
  async connect(media: LoopMedia, signal: AbortSignal): Promise<boolean> {
    try {
      this.#ends = this.#createEnds();
    } catch (error) {
      if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
      this.#rejected = true;
      return false;
    }
    return this.#up(media, signal);
  }

  close(): void {
    this.#ends?.sender.close();
    this.#ends?.receiver.close();
  }

  #opened() {
    if (this.#ends === undefined) throw new Error('the loop is not open');
    return this.#ends;
  }

  #createEnds() {
    const { url, username, credential } = this.#relay;
    const configuration: RTCConfiguration = {
      iceServers: [{ urls: url, username, credential }],
      iceTransportPolicy: 'relay',
      bundlePolicy: 'max-bundle',
    };
    const sender = this.#create(configuration);
    try {
      return { sender, receiver: this.#create(configuration) };
    } catch (error) {
      sender.close();
      throw error;
    }
  }

  /** True when connected, false when it cannot be. */
  #up(media: LoopMedia, signal: AbortSignal): Promise<boolean> {
    const { sender, receiver } = this.#opened();
    return new Promise((resolve, reject) => {
      const settle = () => {
        if (sender.connectionState === 'connected' && receiver.connectionState === 'connected') resolve(true);
        else if (sender.connectionState === 'failed' || receiver.connectionState === 'failed') resolve(false);
      };
      for (const end of [sender, receiver]) {
        let relayed = false;
        end.addEventListener('connectionstatechange', settle);
        end.addEventListener('icecandidateerror', (event) => {
          // A UDP TURN server is also asked for a plain binding: that answer is not the relay's.
          if (event.url.startsWith('stun:')) return;
          const error = { code: event.errorCode, text: event.errorText };
          this.#errors.push(error);
          if (isFinal(error)) resolve(false);
        });
        end.addEventListener('icecandidate', ({ candidate }) => {
          if (candidate === null || candidate.candidate === '') return;
          if (!relayed) this.#relayedAt.push(performance.now());
          relayed = true;
        });
        end.addEventListener('icegatheringstatechange', () => {
          if (end.iceGatheringState === 'complete' && !relayed) resolve(false);
        });
      }
      this.#negotiate(media, signal).catch(reject);
    });
  }

  async #negotiate(media: LoopMedia, signal: AbortSignal): Promise<void> {
    const { sender, receiver } = this.#opened();
    media.attach({ sender, receiver, renegotiate: () => this.#describe(signal) });
    const toReceiver = forwardCandidates(sender, receiver);
    const toSender = forwardCandidates(receiver, sender);
    await this.#describe(signal, toReceiver);
    toSender();
  }

  /** One offer and its answer, which never leave this page. `offered` is called once the receiver knows the offer. */
  async #describe(signal: AbortSignal, offered?: () => void): Promise<void> {
    const { sender, receiver } = this.#opened();
    await orAbort(sender.setLocalDescription(), signal);
    await orAbort(
      receiver.setRemoteDescription({ type: 'offer', sdp: adaptOffer(localSdp(sender)) }),
      signal,
    );
    offered?.();
    await orAbort(receiver.setLocalDescription(), signal);
    await orAbort(
      sender.setRemoteDescription({ type: 'answer', sdp: adaptAnswer(localSdp(receiver)) }),
      signal,
    );
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
      errors: this.#errors,
      ...(allocationTimeMs === undefined ? {} : { allocationTimeMs }),
      ...(seen.connected === true ? { connectTimeMs: performance.now() - this.#startedAt } : {}),
    };
  }
}

/** Passes on candidates once the other end has its description; returns what tells it so. */
function forwardCandidates(from: RTCPeerConnection, to: RTCPeerConnection): () => void {
  const early: RTCIceCandidate[] = [];
  let ready = false;
  const add = (candidate: RTCIceCandidate) => {
    to.addIceCandidate(candidate).catch((error: unknown) => {
      if (to.signalingState !== 'closed') throw error;
    });
  };
  from.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate === null || candidate.candidate === '') return;
    if (ready) add(candidate);
    else early.push(candidate);
  });
  return () => {
    ready = true;
    for (const candidate of early) add(candidate);
  };
}

function localSdp(end: RTCPeerConnection): string {
  const sdp = end.localDescription?.sdp;
  if (sdp === undefined) throw new Error('the peer connection has no local description');
  return sdp;
}
