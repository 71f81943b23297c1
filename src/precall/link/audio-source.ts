/** Silent audio tracks whose encoded frames become our datagrams, without a microphone and without permission. */
import type { AudioTrackGenerator } from './encoded-transform.ts';

export interface AudioSource {
  readonly tracks: readonly MediaStreamTrack[];
  /** Present when frames can be asked for one by one; otherwise the audio clock makes them. */
  readonly chunks?: WritableStream<AudioData>;
  /** PCMU frames are the cheapest to encode; where it keeps to 20 ms frames, Opus gives more of them. */
  readonly codec: 'audio/PCMU' | 'audio/opus';
  /** Further tracks, for a burst; absent where frames can be asked for. */
  more?(): readonly MediaStreamTrack[];
  stop(): void;
}

/**
 * Senders that the audio clock feeds, about 100 frames a second each: for probes, and further ones for a burst. Few while the
 * link may be slow: all send their reports at the same moment, and ten of them keep 100 kbit/s busy for a quarter of a second.
 */
const CLOCKED_SENDERS = { probes: 2, burst: 10 } as const;

declare const MediaStreamTrackGenerator: new (init: { kind: 'audio' }) => AudioTrackGenerator;

/** Whether the browser makes an encoded frame whenever it is given silence, or only as its audio clock ticks. */
export type AudioFrames = 'on-demand' | 'clocked';

/** 'on-demand' needs a track generator for audio, which Chromium alone has. */
export function audioFramesOfBrowser(): AudioFrames {
  const onDemand = typeof MediaStreamTrackGenerator === 'function' && typeof AudioData === 'function';
  return onDemand ? 'on-demand' : 'clocked';
}

export function openAudioSource(frames: AudioFrames): AudioSource {
  return frames === 'on-demand' ? onDemandSource() : clockedSource();
}

function onDemandSource(): AudioSource {
  const generator = new MediaStreamTrackGenerator({ kind: 'audio' });
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
  const all = [track];
  const clones = (count: number) => {
    const made = Array.from({ length: count }, () => track.clone());
    all.push(...made);
    return made;
  };
  return {
    tracks: [track, ...clones(CLOCKED_SENDERS.probes - 1)],
    codec: 'audio/opus',
    more: () => clones(CLOCKED_SENDERS.burst),
    stop() {
      for (const each of all) each.stop();
      if (context.state !== 'closed') void context.close();
    },
  };
}
