/** One link of the lab: what a precall test measured, and what the call over it then was. One line of JSON each. */
import type { DrawnLink } from './call-links.ts';

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

export interface CallRecord {
  readonly link: DrawnLink;
  readonly measured: Measured;
  /** ms from the offer to both ends connected; absent when the call never came up. */
  readonly connectMs?: number;
  /** What others see and hear of the party behind the link, and what that party sees and hears. */
  readonly sent?: CallWay;
  readonly received?: CallWay;
  readonly voidWhy?: string;
}
