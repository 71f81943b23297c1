/**
 * A word each way through the relays before anything is measured. Chromium binds a channel (RFC 8656 section 12) when an end sends its
 * first data to the other; the receiver sends none of its own, so that all it gets would come as indications, 32 bytes longer
 * than what a call gets.
 */
const CHANNEL: RTCDataChannelInit = { negotiated: true, id: 1_000, ordered: false };
/** ms; on a line that loses datagrams one of three gets through. */
const AT_MS = [0, 20, 40];

export class Greeting {
  readonly channels: readonly RTCDataChannel[];
  readonly #greeter: RTCDataChannel;

  /** To be made before the ends are described. */
  constructor(sender: RTCPeerConnection, receiver: RTCPeerConnection) {
    const greeter = sender.createDataChannel('greeting', CHANNEL);
    const answerer = receiver.createDataChannel('greeting', CHANNEL);
    answerer.addEventListener('message', () => say(answerer));
    this.#greeter = greeter;
    this.channels = [greeter, answerer];
  }

  /** As soon as the channels are open. */
  greet(): void {
    const begin = () => {
      for (const ms of AT_MS) setTimeout(() => say(this.#greeter), ms);
    };
    if (this.#greeter.readyState === 'connecting') this.#greeter.addEventListener('open', begin);
    else begin();
  }
}

function say(channel: RTCDataChannel): void {
  if (channel.readyState === 'open') channel.send('hello');
}
