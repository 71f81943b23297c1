/**
 * The fixed limits of the judgement, each with its source. A value is judged worse only when it is beyond the
 * limit (`>`, for bandwidth `<`); at the limit it still belongs to the better side.
 */

/** Loss ratio above which the network is lossy: Daily calls 5 % the end of good, Pexip 3-10 % bad. */
export const LOSSY_RATIO = 0.05;
/** ms round trip above which latency is high: Twilio warns above 400; G.114 plans for 400 one way at most. */
export const HIGH_LATENCY_MS = 400;

/** Loss ratio above which a connection is unstable: Teams and Pexip 1 %, Twilio 1 %. */
export const UNSTABLE_LOSS_RATIO = 0.01;
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
