/** Everything a run needs from the context it runs in: an extension's hidden page, a web page, a test. */
export interface PrecallEnvironment {
  /** Starts `rtp-worker.ts`. Called at most once a run, and only when `rtpDatagrams` is true. */
  createWorker(): Worker;
  createPeerConnection(configuration: RTCConfiguration): RTCPeerConnection;
  /** True when the browser has what the RTP engine needs; otherwise a data channel stands in. */
  readonly rtpDatagrams: boolean;
  /** False only when the browser is sure that there is no network. */
  isOnline(): boolean;
  /** Absent where the context has none, for example on a page that is not secure. */
  readonly mediaDevices?: Pick<MediaDevices, 'enumerateDevices'>;
  /** ms since the epoch. */
  now(): number;
  readonly userAgent?: string;
}

/** The environment of the page this runs on. `workerUrl` is where the bundled `rtp-worker.ts` lies. */
export function browserEnvironment(workerUrl: string | URL): PrecallEnvironment {
  return {
    createWorker: () => new Worker(workerUrl, { type: 'module', name: 'precall-rtp' }),
    createPeerConnection: (configuration) => new RTCPeerConnection(configuration),
    rtpDatagrams: typeof RTCRtpScriptTransform === 'function' && typeof Worker === 'function',
    isOnline: () => navigator.onLine,
    ...(navigator.mediaDevices === undefined ? {} : { mediaDevices: navigator.mediaDevices }),
    now: () => Date.now(),
    userAgent: navigator.userAgent,
  };
}
