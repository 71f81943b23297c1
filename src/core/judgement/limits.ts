/**
 * The fixed limits of the judgement, each with its source. A value is judged worse only when it is beyond the
 * limit (`>`, for bandwidth `<`); at the limit it still belongs to the better side. A run sees the loss of the loop, up and
 * down together; what a call loses, and what the limits mean, is the loss of one way.
 */

import { loopLoss } from '../forecast/one-way-loss.ts';

/** Loss ratio of the loop above which the network is lossy, 5 % each way: Daily calls 5 % the end of good, Pexip 3-10 % bad. */
export const LOSSY_RATIO = loopLoss(0.05);
/** ms round trip above which latency is high: Twilio warns above 400; G.114 plans for 400 one way at most. */
export const HIGH_LATENCY_MS = 400;

/** Loss ratio of the loop above which a connection is unstable, 1 % each way: Teams and Pexip 1 %, Twilio 1 %. */
export const UNSTABLE_LOSS_RATIO = loopLoss(0.01);
/** ms: Teams and Twilio 30. */
export const UNSTABLE_JITTER_MS = 30;
/** ms: between Plivo's 200-300 and Daily's 300; G.114's 150 one way is 300 round trip, less the end systems. */
export const UNSTABLE_ROUND_TRIP_MS = 250;

export const TIERS = ['insufficient', 'poor', 'fair', 'good', 'excellent'] as const;
export type Tier = (typeof TIERS)[number];

/** kbit/s from which a tier begins; `insufficient` is everything below `poor`. */
export const TIER_FROM_KBPS: Record<Exclude<Tier, 'insufficient'>, number> = {
  /** One audio call with overhead (Twilio 100; ACS and Vonage 40-50). */
  poor: 100,
  /** 360p video (Jitsi, ACS, OpenTok 500; Zoom 600). */
  fair: 500,
  /** 720p video (Zoom, ACS 1200). */
  good: 1200,
  /** 720p at full quality, screen sharing (Jitsi, OpenTok 2500). */
  excellent: 2500,
};

export function tierOf(throughputKbps: number): Tier {
  if (throughputKbps >= TIER_FROM_KBPS.excellent) return 'excellent';
  if (throughputKbps >= TIER_FROM_KBPS.good) return 'good';
  if (throughputKbps >= TIER_FROM_KBPS.fair) return 'fair';
  return throughputKbps >= TIER_FROM_KBPS.poor ? 'poor' : 'insufficient';
}
