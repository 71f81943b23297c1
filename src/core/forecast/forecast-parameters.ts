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
  /** 1/ms of RFC 3550 jitter in the logarithm of the rate: delay that varies looks to GCC's trendline like a queue that fills. */
  readonly perJitterMs: number;
  /** By how much more where the deviation is wide beside the jitter, as waves are that last longer than a packet. */
  readonly perWideness: number;
  /** 1/(share of one way) in the logarithm of the rate. */
  readonly perLoss: number;
  /** In the logarithm of the rate: four of five calls are within it on either side. */
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
}

export const FORECAST_PARAMETERS: ForecastParameters = {
  videoShare: 0.87,
  besideVideoKbps: 115,
  narrowKbps: 70,
  rampKbps: 1550,
  rampSharpness: 3.5,
  perJitterMs: 0.105,
  perWideness: 0.1,
  perLoss: 2.5,
  rateSpread: 0.45,
  concealedAtBest: 0.004,
  concealedPerLoss: 0.3,
  concealedPerJitterMs: 0.0001,
  voiceStarvesKbps: 65,
  bufferMs: 45,
  bufferPerJitterMs: 2.5,
  bufferBesideVideoMs: 90,
};
