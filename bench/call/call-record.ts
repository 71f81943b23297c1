/** One link of the lab: what a precall test measured, and what the call over it then was. One line of JSON each. */
import type { ForecastInput } from '../../src/core/forecast/forecast-types.ts';
import type { DrawnLink } from './call-links.ts';
import type { VOICE } from './speech.ts';

/** What the precall test read; absent where it could not. */
export interface Measured {
  readonly rttMs?: number;
  readonly jitterMs?: number;
  readonly p95DeviationMs?: number;
  /** The kept records are older than it. */
  readonly medianDeviationMs?: number;
  /** 0-1, of the loop. */
  readonly loss?: number;
  /** Packets. */
  readonly meanLossRun?: number;
  /** kbit/s, the smaller of both directions. */
  readonly capacityKbps?: number;
  readonly goodputKbps?: number;
  readonly atLeast?: boolean;
  /** What else a run tells the forecast: each way's loss and rate where it told them apart, whether two large packets pass. Most kept records are older than it. */
  readonly ways?: Partial<ForecastInput>;
  readonly remark?: string;
}

/** One way of a call: what its receiver saw and heard, over the last seconds of it. */
export interface CallWay {
  /** kbit/s of video payload received. */
  readonly videoKbps: number;
  /** Pixels, of most frames; 0 without any. */
  readonly heightPx: number;
  readonly framesPerSecond: number;
  /** 0-1 of the time. */
  readonly frozenShare: number;
  /** 0-1 of the samples: concealed and not silent. */
  readonly concealedShare: number;
  /** Of the voice: those that came, those that did not, and those of the latter that came again in the packet after them. The oldest records have none of the three. */
  readonly audioPacketsSent?: number;
  readonly audioPackets?: number;
  readonly audioPacketsLost?: number;
  readonly audioPacketsRepaired?: number;
  /** ms, of the audio. */
  readonly jitterBufferMs: number;
  /** kbit/s of audio payload received. */
  readonly audioKbps: number;
  /** ms, as the call's own RTCP or ICE knows it. */
  readonly rttMs?: number;
  /** kbit/s, what the sender's congestion control allows at the end. */
  readonly estimateKbps?: number;
  /** 0-1 of the time in which the sender's processor held the picture back: what it says of the link is void. */
  readonly processorShare: number;
}

/** What @jitsi/precall-test and @twilio/rtc-diagnostics read of the same link, just before the call. Both give numbers alone, no word of quality. */
export interface PeersSaid {
  readonly jitsi: PeerReading;
  readonly twilio: PeerReading;
}
type PeerReading = Pick<Measured, 'loss' | 'rttMs' | 'jitterMs' | 'remark'> & {
  /** kbit/s. */
  readonly throughputKbps?: number;
};

export interface CallRecord {
  readonly link: DrawnLink;
  /** Which voice spoke (speech.ts); absent in the older records, whose voice Opus took for music. */
  readonly voice?: typeof VOICE;
  readonly measured: Measured;
  readonly peers?: PeersSaid;
  /** ms from the offer to both ends connected; absent when the call never came up. */
  readonly connectMs?: number;
  /** What others see and hear of the party behind the link, and what that party sees and hears. */
  readonly sent?: CallWay;
  readonly received?: CallWay;
  readonly voidWhy?: string;
}
