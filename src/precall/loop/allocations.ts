import { type IceError, isFinal } from './failure-reason.ts';

/** What the two ends of a loop hear of the relays they ask the TURN server for. */
export class Allocations {
  readonly #errors: IceError[] = [];
  /** One for each end that has a relay. */
  readonly #madeAt: number[] = [];
  #asked = false;
  #onFirst = () => {};
  /** Settles when the first end has its relay, if that ever happens. */
  readonly first = new Promise<void>((resolve) => {
    this.#onFirst = resolve;
  });

  /** What the browser reported of either end. */
  get errors(): readonly IceError[] {
    return this.#errors;
  }

  /** When the first end had its relay, by the page's clock. */
  get firstAt(): number | undefined {
    return this.#madeAt[0];
  }

  get ofBothEnds(): boolean {
    return this.#madeAt.length === 2;
  }

  /** From now on the ends ask for relays: what they gather before that are other candidates. */
  ask(): void {
    this.#asked = true;
  }

  /** `fail` is called when the end is known to get none. */
  watch(end: RTCPeerConnection, fail: () => void, signal: AbortSignal): void {
    let gathering = false;
    let relayed = false;
    const onError = ({ url, errorCode, errorText }: RTCPeerConnectionIceErrorEvent) => {
      // A UDP TURN server is also asked for a plain binding: that answer is not the relay's.
      if (url.startsWith('stun:')) return;
      const error = { code: errorCode, text: errorText };
      this.#errors.push(error);
      if (isFinal(error)) fail();
    };
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) => {
      if (relayed || candidate?.type !== 'relay') return;
      relayed = true;
      this.#madeAt.push(performance.now());
      this.#onFirst();
    };
    const onGathering = () => {
      if (!this.#asked) return;
      if (end.iceGatheringState === 'gathering') gathering = true;
      else if (gathering && end.iceGatheringState === 'complete' && !relayed) fail();
    };
    end.addEventListener('icecandidateerror', onError, { signal });
    end.addEventListener('icecandidate', onCandidate, { signal });
    end.addEventListener('icegatheringstatechange', onGathering, { signal });
  }
}
