/** Silent audio tracks whose encoded frames become our datagrams, without a microphone and without permission. */
import type { AudioTrackGenerator } from './encoded-transform.ts';

export interface AudioSource {
  readonly tracks: readonly MediaStreamTrack[];
  /** Present when frames can be asked for one by one; otherwise the audio clock makes them. */
  readonly chunks?: WritableStream<AudioData>;
  /** PCMU frames are the cheapest to encode; where it keeps to 20 ms frames, Opus gives more of them. */
  readonly codec: 'audio/PCMU' | 'audio/opus';
  stop(): void;
}

/** Senders that the audio clock feeds: together about 1000 frames a second. */
const CLOCKED_SENDERS = 10;

declare const MediaStreamTrackGenerator: (new (init: { kind: 'audio' }) => AudioTrackGenerator) | undefined;

export function openAudioSource(): AudioSource {
  return typeof MediaStreamTrackGenerator === 'function' && typeof AudioData === 'function'
    ? mintedSource(new MediaStreamTrackGenerator({ kind: 'audio' }))
    : clockedSource();
}

function mintedSource(generator: AudioTrackGenerator): AudioSource {
  return {
    tracks: [generator],
    chunks: generator.writable,
    codec: 'audio/PCMU',
    stop: () => generator.stop(),
  };
}

/** An unconnected destination gives silence at the rate of the audio clock. */
function clockedSource(): AudioSource {
  const context = new AudioContext();
  const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
  if (track === undefined) throw new Error('the audio context gave no track');
  const tracks = [track, ...Array.from({ length: CLOCKED_SENDERS - 1 }, () => track.clone())];
  return {
    tracks,
    codec: 'audio/opus',
    stop() {
      for (const each of tracks) each.stop();
      void context.close();
    },
  };
}
