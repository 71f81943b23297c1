import { PAIRED_WITH_NOTHING } from './local-handshake.ts';

/** Takes the relays of one end to the other, once that has the description they belong to. */
export class CandidatePath {
  readonly #to: RTCPeerConnection;
  readonly #early: RTCIceCandidate[] = [];
  #open = false;

  constructor(from: RTCPeerConnection, to: RTCPeerConnection) {
    this.#to = to;
    from.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.type !== 'relay') return;
      if (this.#open) this.tell(candidate);
      else this.#early.push(candidate);
    });
  }

  open(): void {
    this.#open = true;
    this.tell(PAIRED_WITH_NOTHING);
    for (const candidate of this.#early.splice(0)) this.tell(candidate);
  }

  tell(candidate: RTCIceCandidateInit): void {
    this.#to.addIceCandidate(candidate).catch((error: unknown) => {
      if (this.#to.signalingState !== 'closed') throw error;
    });
  }
}
