/**
 * The way that a loop's datagrams take. A loop that has shaken hands on the device has two: over the device, until it has relays,
 * and through those. Firefox gives up the first with the ICE restart; Chromium keeps it, and ranks the two.
 */
import { isRelayOfOther, relayedPairs, type Stat, stats } from './ice-pairs.ts';
import { haveGathered } from './loop-ends.ts';

/** ms that the path through the relays may stay unused: the next check is due within 500. */
const UNUSED_MS = 700;

export class RelayPath {
  readonly #sender: RTCPeerConnection;
  readonly #receiver: RTCPeerConnection;
  #unusedSince: number | undefined;
  #staysOnDevice = false;

  constructor(sender: RTCPeerConnection, receiver: RTCPeerConnection) {
    this.#sender = sender;
    this.#receiver = receiver;
  }

  /** True when the browser keeps to the path over the device: only another loop, that has no such path, helps. */
  get staysOnDevice(): boolean {
    return this.#staysOnDevice;
  }

  /** To be asked from time to time once both ends have a relay: the browser does not tell of every failure. */
  async state(): Promise<'coming' | 'up' | 'failed'> {
    // Statistics are 50 ms old at times; Firefox has nothing else, and only they know a relay behind a NAT.
    const selected = this.#selected();
    const way = selected?.local?.type;
    if (way === 'relay' && isRelayOfOther(selected?.remote?.type)) return 'up';
    const pairs = relayedPairs(await stats(this.#sender));
    if ((selected === undefined || way === 'prflx') && pairs.some(works)) return 'up';
    if (way === 'host' && this.#isUnusedForLong(pairs)) this.#staysOnDevice = true;
    return this.#staysOnDevice || this.#isFailed(pairs) ? 'failed' : 'coming';
  }

  /** Calls back when what the sender sends takes another way. */
  onChange(look: () => void, signal: AbortSignal): void {
    this.#transport?.addEventListener('selectedcandidatepairchange', look, { signal });
  }

  /**
   * On a line that falls silent Chromium may go back to the path over the device: what it sends there is to be lost as
   * well.
   */
  keep(): void {
    this.#transport?.addEventListener('selectedcandidatepairchange', () => {
      if (this.#selected()?.local?.type === 'host') this.#receiver.close();
    });
  }

  /** The one transport of the sender, once that is described. */
  get #transport(): RTCIceTransport | undefined {
    return (this.#sender.getSenders()[0]?.transport ?? this.#sender.sctp?.transport)?.iceTransport;
  }

  /** Undefined in a browser that does not name it. */
  #selected(): RTCIceCandidatePair | null | undefined {
    return this.#transport?.getSelectedCandidatePair?.();
  }

  /** True once the browser has not tried the relays, or not taken them though they work, for so long. */
  #isUnusedForLong(pairs: readonly Stat[]): boolean {
    const untried = ({ state, requestsSent }: Stat) => state === 'waiting' && requestsSent === 0;
    const unused = pairs.length > 0 && pairs.every((pair) => works(pair) || untried(pair));
    const now = performance.now();
    this.#unusedSince = unused ? (this.#unusedSince ?? now) : undefined;
    return this.#unusedSince !== undefined && now - this.#unusedSince > UNUSED_MS;
  }

  #isFailed(pairs: readonly Stat[]): boolean {
    return (
      haveGathered([this.#sender, this.#receiver]) &&
      pairs.length > 0 &&
      pairs.every(({ state }) => state === 'failed')
    );
  }
}

const works = ({ nominated, state }: Stat) => nominated === true && state === 'succeeded';
