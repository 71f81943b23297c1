/**
 * A way up and no way down: a loop whose far end gives its relay back as soon as it can, so that the TURN server drops what the near
 * end goes on sending. An end that is closed tells the other with an alert (RFC 8446 section 6.1), which would end that one as well,
 * but not while it is still shaking hands. One end is through a trip around the loop before the other: the client in DTLS 1.3
 * (RFC 9147), the server in DTLS 1.2 (RFC 6347).
 */
import { orAbort } from '../base/abortable.ts';
import { CandidatePath } from './candidate-path.ts';
import type { LoopMedia } from './loop-media.ts';
import { type DtlsRole, describeEnds } from './loop-sdp.ts';
import { type LoopBytes, readEndBytes } from './loop-stats.ts';
import { type LoopMeans, type RelayUrl, relayed } from './relay-loop.ts';

export class UpOnlyLoop {
  readonly #relay: RelayUrl;
  readonly #means: LoopMeans;
  readonly #nearRole: DtlsRole;
  readonly #near: RTCPeerConnection;
  readonly #far: RTCPeerConnection;

  /** `nearRole`: the part of the near end in the handshake. */
  constructor(relay: RelayUrl, means: LoopMeans, nearRole: DtlsRole) {
    this.#relay = relay;
    this.#means = means;
    this.#nearRole = nearRole;
    const configuration = relayed(relay);
    this.#near = means.createPeerConnection(configuration);
    this.#far = means.createPeerConnection(configuration);
  }

  /** True once the near end sends and the far one is gone; false when the far end was through first. Rejects when aborted. */
  async connect(media: LoopMedia, signal: AbortSignal): Promise<boolean> {
    const [near, far] = [this.#near, this.#far];
    media.attach({ sender: near, receiver: far, renegotiate: async () => {} });
    const toFar = new CandidatePath(near, far);
    const toNear = new CandidatePath(far, near);
    const ends = { sender: near, receiver: far, senderRole: this.#nearRole };
    await describeEnds({ ...ends, offered: () => toFar.open() }, signal);
    toNear.open();
    const through = await orAbort(Promise.race([shakenHands(near), shakenHands(far)]), signal);
    far.close();
    return through === near;
  }

  /** False once an alert has reached the near end after all: then nothing goes up any more. */
  get sends(): boolean {
    return transportOf(this.#near)?.state === 'connected';
  }

  /** What both ends have cost at IP level: until it was closed, the far one as much as the near one has received. */
  async bytes(): Promise<LoopBytes> {
    const { sent, received } = await readEndBytes(this.#near, this.#relay.relayProtocol, this.#means);
    return { sent: sent + received, received: 2 * received };
  }

  close(): void {
    this.#near.close();
    this.#far.close();
  }
}

function transportOf(end: RTCPeerConnection): RTCDtlsTransport | undefined {
  return end.getSenders()[0]?.transport ?? end.getReceivers()[0]?.transport ?? undefined;
}

/** The end, once its handshake is through. */
function shakenHands(end: RTCPeerConnection): Promise<RTCPeerConnection> {
  const transport = transportOf(end);
  if (transport === undefined) throw new Error('the end has no transport');
  return new Promise((resolve) => {
    const look = () => {
      if (transport.state === 'connected') resolve(end);
    };
    transport.addEventListener('statechange', look);
    look();
  });
}
