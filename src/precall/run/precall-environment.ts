import { type AudioFrames, audioFramesOfBrowser } from '../link/audio-source.ts';
import type { HostFacts } from '../link/host-facts.ts';
import { browserTraits } from './browser-traits.ts';
import { clockTickMs } from './clock-tick.ts';

/** Everything a run needs from the context it runs in: an extension's hidden page, a web page, a test. */
export interface PrecallEnvironment {
  /** Starts `rtp-worker.ts`. Called at most once a run, and only when `rtpDatagrams` is true. */
  createWorker(): Worker;
  /** Throws `WebRtcOff` where the browser has none. */
  createPeerConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** True when the browser has what the RTP engine needs; otherwise a data channel stands in. */
  readonly rtpDatagrams: boolean;
  /** How that engine gets its frames. */
  readonly audioFrames: AudioFrames;
  /** What this browser adds to every reading, whatever the path does. */
  readonly host: HostFacts;
  /** Bytes that TURN puts around each datagram in this browser. */
  readonly turnFramingBytes: number;
  /** False only when the browser is sure that there is no network. */
  isOnline(): boolean;
  /** Absent where the context has none, for example on a page that is not secure. */
  readonly mediaDevices?: Pick<MediaDevices, 'enumerateDevices'>;
  /** ms since the epoch. */
  now(): number;
  readonly userAgent?: string;
}

/** Firefox without `media.peerconnection.enabled` has no RTCPeerConnection at all. */
export class WebRtcOff extends Error {
  override readonly name = 'WebRtcOff';
}

/** The environment of the page this runs on. `workerUrl` is where the bundled `rtp-worker.ts` lies. */
export function browserEnvironment(workerUrl: string | URL): PrecallEnvironment {
  const { turnFramingBytes, ...host } = browserTraits(navigator.userAgent);
  return {
    createWorker: () => new Worker(workerUrl, { type: 'module', name: 'precall-rtp' }),
    createPeerConnection(configuration) {
      if (typeof RTCPeerConnection !== 'function') throw new WebRtcOff();
      return new RTCPeerConnection(configuration);
    },
    rtpDatagrams: typeof RTCRtpScriptTransform === 'function' && typeof Worker === 'function',
    audioFrames: audioFramesOfBrowser(),
    host: { ...host, clockTickMs: clockTickMs(() => performance.now()) },
    turnFramingBytes,
    isOnline: () => navigator.onLine,
    ...(navigator.mediaDevices === undefined ? {} : { mediaDevices: navigator.mediaDevices }),
    now: () => Date.now(),
    userAgent: navigator.userAgent,
  };
}
