/**
 * A word each way through the relays before anything is measured. Chromium binds a channel (RFC 8656 section 12) when an end sends its
 * first data to the other; the receiver sends none of its own, so that all it gets would come as indications, 32 bytes longer
 * than what a call gets.
 */
const CHANNEL: RTCDataChannelInit = { negotiated: true, id: 1_000, ordered: false };
/** ms; on a line that loses datagrams one of three gets through. */
const AT_MS = [0, 20, 40];

export class ChannelBindTrigger {
  readonly channels: readonly RTCDataChannel[];
  readonly #first: RTCDataChannel;

  /** To be made before the ends are described. */
  constructor(sender: RTCPeerConnection, receiver: RTCPeerConnection) {
    const first = sender.createDataChannel('channel-bind', CHANNEL);
    const answerer = receiver.createDataChannel('channel-bind', CHANNEL);
    answerer.addEventListener('message', () => say(answerer));
    this.#first = first;
    this.channels = [first, answerer];
  }

  /** As soon as the channels are open. */
  fire(): void {
    const begin = () => {
      for (const ms of AT_MS) setTimeout(() => say(this.#first), ms);
    };
    if (this.#first.readyState === 'connecting') this.#first.addEventListener('open', begin);
    else begin();
  }
}

function say(channel: RTCDataChannel): void {
  if (channel.readyState === 'open') channel.send('hello');
}
