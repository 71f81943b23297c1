import { asLastResort, PAIRED_WITH_NOTHING } from './local-handshake.ts';

/** Takes one end's candidates to the other, once that has the description they belong to. */
export class CandidatePath {
  readonly #to: RTCPeerConnection;
  readonly #early: RTCIceCandidate[] = [];
  #open = false;

  constructor(from: RTCPeerConnection, to: RTCPeerConnection) {
    this.#to = to;
    from.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate === null || candidate.candidate === '') return;
      if (this.#open) this.#add(candidate);
      else this.#early.push(candidate);
    });
  }

  open(): void {
    this.#open = true;
    for (const candidate of this.#early.splice(0)) this.#add(candidate);
  }

  /** From here on the candidates are of a restart, and wait again. */
  restart(): void {
    this.#open = false;
    this.#early.length = 0;
  }

  openRestarted(): void {
    this.#tell(PAIRED_WITH_NOTHING);
    this.open();
  }

  #add(candidate: RTCIceCandidate): void {
    if (candidate.type === 'relay') this.#tell(candidate);
    else if (candidate.type === 'host' && candidate.protocol === 'udp') this.#tell(asLastResort(candidate));
  }

  #tell(candidate: RTCIceCandidateInit): void {
    this.#to.addIceCandidate(candidate).catch((error: unknown) => {
      if (this.#to.signalingState !== 'closed') throw error;
    });
  }
}
