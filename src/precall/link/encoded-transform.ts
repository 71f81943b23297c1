/** The parts of https://www.w3.org/TR/webrtc-encoded-transform/ that TypeScript's library lacks. */

export interface EncodedAudioFrame {
  data: ArrayBuffer;
  getMetadata(): {
    /** ms on this worker's performance clock: arrival from the network, before any buffer. */
    readonly receiveTime?: number;
  };
}

export interface ScriptTransformer {
  readonly readable: ReadableStream<EncodedAudioFrame>;
  readonly writable: WritableStream<EncodedAudioFrame>;
  readonly options: unknown;
}

export interface TransformEvent extends Event {
  readonly transformer: ScriptTransformer;
}

/** https://w3c.github.io/mediacapture-transform/, as Chromium has it for audio. */
export interface AudioTrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<AudioData>;
}
