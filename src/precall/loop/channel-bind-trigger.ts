/**
 * Makes both relays bind a channel (RFC 8656 section 12) before anything is measured. Chromium does so when an end sends its
 * first data to the other; the receiver sends none of its own, so that all it gets would come as indications, 32 bytes longer
 * than what a call gets. A short message to the receiver, and its answer, are that data.
 */
const CHANNEL: RTCDataChannelInit = { negotiated: true, id: 1_000, ordered: false };
/** ms after the channels are open, of each copy: on a line that loses datagrams one of three gets through. */
const SENT_AT_MS = [0, 20, 40];

export class ChannelBindTrigger {
  readonly channels: readonly RTCDataChannel[];
  readonly #asking: RTCDataChannel;

  /** To be made before the ends are described. */
  constructor(sender: RTCPeerConnection, receiver: RTCPeerConnection) {
    const asking = sender.createDataChannel('channel-bind', CHANNEL);
    const answering = receiver.createDataChannel('channel-bind', CHANNEL);
    answering.addEventListener('message', () => send(answering));
    this.#asking = asking;
    this.channels = [asking, answering];
  }

  /** As soon as the channels are open. */
  fire(): void {
    const begin = () => {
      for (const ms of SENT_AT_MS) setTimeout(() => send(this.#asking), ms);
    };
    if (this.#asking.readyState === 'connecting') this.#asking.addEventListener('open', begin);
    else begin();
  }
}

function send(channel: RTCDataChannel): void {
  if (channel.readyState === 'open') channel.send('bind');
}
