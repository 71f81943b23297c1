/**
 * The stand-in where a browser lacks encoded transforms: an unordered data channel without repeats. SCTP's congestion
 * control sits in between, so fast or lossy links read low: the report names the method, and the throughput is `atLeast`.
 */
import { orAbort } from '../base/abortable.ts';
import type { DatagramKind } from '../link/datagram-kinds.ts';
import type { DatagramLink } from '../link/datagram-link.ts';
import { PacketNotes } from '../link/packet-notes.ts';
import type { LossPlanRequest, PlanRequest, PlanResult, WatchPlanRequest } from '../link/plan-request.ts';
import type { SeenPackets } from '../link/seen-packets.ts';
import type { LoopEnds, LoopEngine } from '../loop/loop-media.ts';
import { runPlan } from '../plan/measurement-plan.ts';
import { watchPlan } from '../watch/watch-plan.ts';

/** Bytes of the sequence number that each message begins with. */
const HEADER_BYTES = 4;
/** Bytes of a message that is one SCTP packet within the least packet of IPv6 (1280), with TURN and DTLS around it. */
const MAX_PAYLOAD_BYTES = 1_100;
/** Bytes that may wait in the channel: with more the measurement would be the channel's own queue. */
const MOST_BUFFERED_BYTES = 4_096;

export class DataChannelEngine implements LoopEngine {
  readonly method = 'data-channel';
  #link: DataChannelLink | undefined;

  attach({ sender, receiver }: LoopEnds): void {
    const channel = sender.createDataChannel('precall', { ordered: false, maxRetransmits: 0 });
    const link = new DataChannelLink(channel);
    receiver.addEventListener('datachannel', (event) => link.receive(event.channel));
    this.#link = link;
  }

  async measure(
    plan: PlanRequest | LossPlanRequest,
    signal: AbortSignal,
    onThroughput: () => void,
  ): Promise<PlanResult> {
    return orAbort(runPlan(this.#opened(), plan, signal, onThroughput), signal);
  }

  async watch(
    plan: WatchPlanRequest,
    signal: AbortSignal,
    onSeen: (seen: SeenPackets) => void,
  ): Promise<void> {
    return orAbort(watchPlan(this.#opened(), plan, signal, onSeen), signal);
  }

  #opened(): DataChannelLink {
    if (this.#link === undefined) throw new Error('the loop has no data channel');
    return this.#link;
  }

  close(): void {
    // The channel closes with its peer connections.
  }
}

class DataChannelLink extends PacketNotes implements DatagramLink {
  readonly maxPayloadBytes = MAX_PAYLOAD_BYTES;
  readonly #channel: RTCDataChannel;
  readonly #filling = crypto.getRandomValues(new Uint8Array(MAX_PAYLOAD_BYTES));
  readonly #open: Promise<void>;

  constructor(channel: RTCDataChannel) {
    super();
    this.#channel = channel;
    this.#open = new Promise((resolve) => {
      if (channel.readyState === 'open') resolve();
      else channel.addEventListener('open', () => resolve(), { once: true });
    });
  }

  prepare(_count: number, signal: AbortSignal): Promise<void> {
    return orAbort(this.#open, signal);
  }

  send(payloadBytes: number, kind: DatagramKind, group: number): boolean {
    const bytes = Math.max(HEADER_BYTES, Math.min(MAX_PAYLOAD_BYTES, payloadBytes));
    if (this.#channel.readyState !== 'open' || this.#channel.bufferedAmount > MOST_BUFFERED_BYTES)
      return false;
    const message = this.#filling.slice(0, bytes);
    new DataView(message.buffer).setUint32(0, this.nextSeq);
    this.noteSent(kind, group, bytes);
    this.#channel.send(message);
    return true;
  }

  receive(channel: RTCDataChannel): void {
    channel.binaryType = 'arraybuffer';
    channel.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      this.noteArrival(new DataView(data).getUint32(0), this.now());
    });
  }
}
