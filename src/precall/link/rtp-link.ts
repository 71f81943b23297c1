/**
 * Datagrams of our own as RTP: the payload of a real encoded audio frame is replaced on its way out, and read before
 * the jitter buffer on its way in. Frames a script makes itself are dropped by the browsers, so real ones are held in
 * stock: either minted on demand (a chunk of silence in, a frame out) or collected as the audio clock makes them.
 */

import { orAbort, withTimeout } from '../base/abortable.ts';
import type { DatagramKind } from './datagram-kinds.ts';
import type { DatagramLink } from './datagram-link.ts';
import type { EncodedAudioFrame, ScriptTransformer } from './encoded-transform.ts';
import { PacketNotes } from './packet-notes.ts';
import { SLOW_KBPS } from './slow-link.ts';

/** First 4 bytes of each payload, "PRc1"; the sequence number follows. */
const MAGIC = 0x50526331;
/** Bytes of both. */
const HEADER_BYTES = 8;
/** Bytes of payload that fit the least packet of IPv6 (1280, RFC 8200) with SRTP, TURN, TCP and TLS around them. */
const MAX_PAYLOAD_BYTES = 1140;
/** Frames held at most: more than any measurement sends. */
const MOST_IN_STOCK = 6_000;
/** ms that frames are waited for: they are made within milliseconds, or collected at 1000 a second. */
const PATIENCE_MS = 3_000;
/** Frames kept ready where they are made on demand: the encoder takes a millisecond or two. */
const STOCK = 48;
/** One chunk of PCMU silence: 10 ms at 8 kHz. */
const CHUNK = { sampleRate: 8_000, numberOfFrames: 80, microseconds: 10_000 } as const;

/** Frames held beyond those that are still needed. */
const SPARE_FRAMES = 10;

type FrameNews = 'frames-wanted' | 'frames-enough';

interface HeldFrame {
  readonly frame: EncodedAudioFrame;
  readonly writer: WritableStreamDefaultWriter<EncodedAudioFrame>;
}

export class RtpLink extends PacketNotes implements DatagramLink {
  readonly maxPayloadBytes = MAX_PAYLOAD_BYTES;
  readonly #stock: HeldFrame[] = [];
  readonly #filling = crypto.getRandomValues(new Uint8Array(MAX_PAYLOAD_BYTES));
  readonly #tell: (of: FrameNews) => void;
  #chunks: WritableStreamDefaultWriter<AudioData> | undefined;
  #framesWanted = false;
  /** Frames for all that is still to come, once that is known; undefined again when there are as many. */
  #lastNeeded: number | undefined;
  #minted = 0;
  #collected = 0;
  #wanted: { count: number; resolve(): void } | undefined;
  #failure: unknown;

  /** `tell` is called where the audio clock makes too few frames for a burst, and when it need make no more: once each. */
  constructor(tell: (of: FrameNews) => void) {
    super();
    this.#tell = tell;
  }

  mintFrom(chunks: WritableStream<AudioData>): void {
    this.#chunks = chunks.getWriter();
  }

  /** Holds back every frame of one sender. */
  async collect(transformer: ScriptTransformer): Promise<void> {
    const writer = transformer.writable.getWriter();
    for await (const frame of frames(transformer.readable)) {
      this.#collected += 1;
      if (this.#stock.length < MOST_IN_STOCK) this.#stock.push({ frame, writer });
      if (this.#wanted !== undefined && this.#stock.length >= this.#wanted.count) this.#wanted.resolve();
      this.#tellWhenEnough();
    }
  }

  /** Notes what comes back, and swallows it. */
  async receive(transformer: ScriptTransformer): Promise<void> {
    for await (const frame of frames(transformer.readable)) {
      const now = this.now();
      const view = new DataView(frame.data);
      if (view.byteLength < HEADER_BYTES || view.getUint32(0) !== MAGIC) continue;
      this.noteArrival(view.getUint32(4), frame.getMetadata().receiveTime ?? now);
    }
  }

  async prepare(count: number, signal: AbortSignal): Promise<void> {
    if (this.#stock.length >= count) return;
    const enough = new Promise<void>((resolve) => {
      this.#wanted = { count, resolve };
    });
    this.#mint(count);
    try {
      const came = await withTimeout(PATIENCE_MS, signal, (own) => orAbort(enough, own));
      if (this.#failure !== undefined) throw this.#failure;
      if (came === 'timed-out') throw new Error('the audio encoder gives no frames');
    } finally {
      this.#wanted = undefined;
    }
  }

  expectBurst(kbps: number): void {
    if (this.#chunks !== undefined || this.#framesWanted || kbps < SLOW_KBPS) return;
    this.#framesWanted = true;
    this.#tell('frames-wanted');
  }

  expectProbes({ perSecond, ms }: { readonly perSecond: number; readonly ms: number }): void {
    if (this.#chunks !== undefined) return;
    this.#lastNeeded = Math.ceil((ms * perSecond) / 1000) + SPARE_FRAMES;
    this.#tellWhenEnough();
  }

  /** Without the encoders at work beside them probes leave and arrive more evenly. */
  #tellWhenEnough(): void {
    if (this.#lastNeeded === undefined || this.#stock.length < this.#lastNeeded) return;
    this.#lastNeeded = undefined;
    this.#tell('frames-enough');
  }

  /** Makes every later use of the link fail. */
  fail(error: unknown): void {
    this.#failure = error;
    this.#wanted?.resolve();
  }

  send(payloadBytes: number, kind: DatagramKind, group: number): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    const held = this.#stock.shift();
    if (this.#lastNeeded !== undefined) this.#lastNeeded -= 1;
    this.#mint(STOCK);
    if (held === undefined) return false;
    const bytes = Math.max(HEADER_BYTES, Math.min(MAX_PAYLOAD_BYTES, payloadBytes));
    const payload = this.#filling.slice(0, bytes);
    const view = new DataView(payload.buffer);
    view.setUint32(0, MAGIC);
    view.setUint32(4, this.nextSeq);
    held.frame.data = payload.buffer;
    this.noteSent(kind, group, bytes);
    held.writer.write(held.frame).catch((error: unknown) => {
      this.#failure = error;
    });
    return true;
  }

  /** Asks for as many frames as are missing from `stock`, counting those still in the encoder. */
  #mint(stock: number): void {
    if (this.#chunks === undefined) return;
    const coming = this.#minted - this.#collected;
    for (let missing = stock - this.#stock.length - coming; missing > 0; missing -= 1) {
      const chunk = new AudioData({
        format: 's16',
        sampleRate: CHUNK.sampleRate,
        numberOfFrames: CHUNK.numberOfFrames,
        numberOfChannels: 1,
        timestamp: this.#minted * CHUNK.microseconds,
        data: new Int16Array(CHUNK.numberOfFrames),
      });
      this.#minted += 1;
      this.#chunks.write(chunk).catch((error: unknown) => {
        this.#failure = error;
      });
    }
  }
}

async function* frames(readable: ReadableStream<EncodedAudioFrame>): AsyncGenerator<EncodedAudioFrame> {
  const reader = readable.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}
