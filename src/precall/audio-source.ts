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

/** Senders that the audio clock feeds, about 100 frames a second each; each also sends reports, which a slow link feels. */
const CLOCKED_SENDERS = { few: 3, many: 10 } as const;

/** How many frames a loop needs: `few` for probes, `many` for bursts. */
export type FrameSupply = keyof typeof CLOCKED_SENDERS;

declare const MediaStreamTrackGenerator: (new (init: { kind: 'audio' }) => AudioTrackGenerator) | undefined;

export function openAudioSource(supply: FrameSupply): AudioSource {
  return typeof MediaStreamTrackGenerator === 'function' && typeof AudioData === 'function'
    ? mintedSource(new MediaStreamTrackGenerator({ kind: 'audio' }))
    : clockedSource(CLOCKED_SENDERS[supply]);
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
function clockedSource(senders: number): AudioSource {
  const context = new AudioContext();
  const [track] = context.createMediaStreamDestination().stream.getAudioTracks();
  if (track === undefined) throw new Error('the audio context gave no track');
  const tracks = [track, ...Array.from({ length: senders - 1 }, () => track.clone())];
  return {
    tracks,
    codec: 'audio/opus',
    stop() {
      for (const each of tracks) each.stop();
      void context.close();
    },
  };
}
