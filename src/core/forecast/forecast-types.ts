/** What a call over a measured path will be: what goes in, what comes out. Missing in is missing out, never a zero. */

/** What a run measured of one path. */
export interface ForecastInput {
  readonly reachable: boolean;
  /** ms, median, client to TURN server and back. */
  readonly roundTripTimeMs?: number;
  /** ms, RFC 3550 A.8. */
  readonly jitterMs?: number;
  /** ms, 95th percentile of the deviation from the median transit. */
  readonly p95DeviationMs?: number;
  /** ms, the median of that deviation. */
  readonly medianDeviationMs?: number;
  /** 0-1, over the loop: both ways together. */
  readonly lossRatio?: number;
  /** 0-1, of one way, where it is known; where it is not, each way is taken to lose as much as the other. */
  readonly upLossRatio?: number;
  readonly downLossRatio?: number;
  /** Packets, 1 and more: mean length of a run of losses; absent: each by itself. */
  readonly meanLossRun?: number;
  /** Over TCP and TLS nothing is seen as lost: what is, is sent again and shows as delay. */
  readonly overStream?: boolean;
  /** True when of two large datagrams in a row the second is always lost: then a call's DTLS handshake never ends. */
  readonly secondOfTwoLost?: boolean;
  /** kbit/s, goodput of the loop: the smaller of both ways. */
  readonly throughputKbps?: number;
  /** kbit/s of one way, where it is known; the loop's stands for it where it is not. */
  readonly upKbps?: number;
  readonly downKbps?: number;
  /** The way that sets the loop's rate; the other, where its own is not known, carries at least as much. */
  readonly narrower?: 'up' | 'down';
}

/** 0: no call; 1: voice only; 2: a thumbnail; 3: video of 360 lines; 4: video of 540 lines and more, and screen sharing. */
export const CALL_LEVELS = [0, 1, 2, 3, 4] as const;
export type CallLevel = (typeof CALL_LEVELS)[number];

/** Why the call is not better, worst first asked for. */
export const CAUSES = [
  'no-connection',
  'short-queue',
  'bandwidth',
  'bandwidth-up',
  'bandwidth-down',
  'delay-variation',
  'loss',
  'round-trip',
] as const;
export type Cause = (typeof CAUSES)[number];

/** The video of one way. */
export interface WayForecast {
  /** kbit/s of video that arrives. */
  readonly kbps: number;
  /** kbit/s, between which three of four calls are (bench/call/RESULTS.md). */
  readonly interval: readonly [number, number];
  /** Lines of the picture. */
  readonly heightPx: number;
  readonly framesPerSecond: number;
  /** 0-1 of the time that the picture stands still, for a loss that is repeated from far away. */
  readonly frozenShare: number;
  /** True where only the other way's rate is known, and this one is at least as good: so is its picture. */
  readonly atLeast?: true;
}

export interface Forecast {
  /** The worse way counts. Needs a rate and what limits it. */
  readonly level?: CallLevel;
  /** The levels that the ends of the intervals give. */
  readonly levels?: readonly [CallLevel, CallLevel];
  /** 1 to 4.5, of the worse way. */
  readonly voiceMos?: number;
  /** ms from one's mouth to the other's ear, the worse way. */
  readonly mouthToEarMs?: number;
  /** 0-1 of the voice that is made up instead of heard, the worse way. */
  readonly concealedShare?: number;
  /** How others see this person. */
  readonly sent?: WayForecast;
  /** How this person sees others. */
  readonly received?: WayForecast;
  /** 1 to 5, as people rate a whole call. */
  readonly score?: number;
  /** Absent where nothing keeps the call from the best level, and where too little is known. */
  readonly cause?: Cause;
}

/** One way of a path, as a call's sender meets it. */
export interface Way {
  /** kbit/s; Infinity where nothing is known to bound it. */
  readonly rateKbps: number;
  /** ms, RFC 3550. */
  readonly jitterMs: number;
  readonly p95DeviationMs?: number;
  readonly medianDeviationMs?: number;
  /** ms, of both ways; missing counts as none. */
  readonly roundTripTimeMs?: number;
  readonly overStream?: boolean;
  /** 0-1, of this way alone. */
  readonly lossRatio: number;
  /** Packets. */
  readonly meanLossRun?: number;
}
