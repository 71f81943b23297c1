/** The forecast's numbers, all in this one table; `npm run bench:call-fit` fits them to calls that were made. */
export interface ForecastParameters {
  /** 0-1, of what is left of a clean line beside voice and overhead: what the sender's congestion control gives the video. */
  readonly videoShare: number;
  /** kbit/s that voice and the overhead of both take. */
  readonly besideVideoKbps: number;
  /** kbit/s: over how wide a range video gives way to voice on a narrow line. */
  readonly narrowKbps: number;
  /** kbit/s that the ramp-up reaches on a fast line within some seconds. */
  readonly rampKbps: number;
  /** How sharply the line's rate takes over from the ramp; 1 is soft. */
  readonly rampSharpness: number;
  /** 0-1, of a clean line's video: what TURN over TCP or TLS leaves of it. */
  readonly streamShare: number;
  /** kbit/s x ms: the video's rate where the delay comes in waves 1 ms high; it falls as one over their height. */
  readonly waveKbpsMs: number;
  /** How sharply the waves take over from the line. */
  readonly waveSharpness: number;
  /** ms of the transit's deviation for each ms of jitter where each packet meets a delay of its own: no wave. */
  readonly jitterInDeviation: number;
  /** 1/(share of one way) in the logarithm of the ramp-up's rate, of the loss beyond 2 %, at a round trip of 0. */
  readonly perLoss: number;
  /** Error protection on a lossy line, of what the picture has beyond 1 Mbit/s: `getStats` counts it with the video. */
  readonly protectionShare: number;
  /** 1/ms, of the time that the picture stands still for each lost share of one way and each ms of round trip beyond 100. */
  readonly frozenPerLossMs: number;
  /** In the logarithm of the rate: three of four calls are within it on either side (bench/call/RESULTS.md). */
  readonly rateSpread: number;
  /** 0-1 of the voice that is concealed on a line without a fault. */
  readonly concealedAtBest: number;
  /** Of each lost share of one way, what in-band FEC does not bring back. */
  readonly concealedPerLoss: number;
  /** 0-1 of the voice for each ms of jitter: late for a buffer that follows. */
  readonly concealedPerJitterMs: number;
  /** kbit/s at which a tenth of the voice is concealed for want of room. */
  readonly voiceStarvesKbps: number;
  /** ms of jitter buffer on a fast line without jitter. */
  readonly bufferMs: number;
  /** ms of jitter buffer for each ms of jitter. */
  readonly bufferPerJitterMs: number;
  /** ms of jitter buffer that the call's own video makes necessary on a narrow line. */
  readonly bufferBesideVideoMs: number;
  /** The same over TCP and TLS, where a voice waits behind all of the video that was sent before it. */
  readonly bufferInStreamMs: number;
}

export const FORECAST_PARAMETERS: ForecastParameters = {
  videoShare: 0.83,
  besideVideoKbps: 127,
  narrowKbps: 88,
  rampKbps: 1610,
  rampSharpness: 8,
  streamShare: 0.86,
  waveKbpsMs: 8700,
  waveSharpness: 2.3,
  jitterInDeviation: 1.85,
  perLoss: 2.7,
  protectionShare: 1.9,
  frozenPerLossMs: 0.0088,
  rateSpread: 0.45,
  concealedAtBest: 0.002,
  concealedPerLoss: 0.5,
  concealedPerJitterMs: 0.00006,
  voiceStarvesKbps: 60,
  bufferMs: 45,
  bufferPerJitterMs: 2.5,
  bufferBesideVideoMs: 90,
  bufferInStreamMs: 300,
};
