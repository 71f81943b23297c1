/**
 * What another lab, with an emulator and a camera picture of its own, wrote down of a precall test and of the call after it
 * on each of the `REFERENCE_LINKS`, in their order. The jitter is what its test read; its clean links had next to none.
 */
import type { ForecastInput } from '../../src/core/forecast/forecast-types.ts';
import type { CallWay, PeersSaid } from './call-record.ts';

export type SeenWay = Pick<
  CallWay,
  | 'videoKbps'
  | 'heightPx'
  | 'framesPerSecond'
  | 'frozenShare'
  | 'concealedShare'
  | 'jitterBufferMs'
  | 'audioPackets'
  | 'audioPacketsLost'
  | 'audioPacketsRepaired'
>;

/** A call that was made, and what was measured before it. */
export interface ComparedCall {
  readonly name: string;
  readonly input: ForecastInput;
  /** Absent where the call never came up. */
  readonly sent?: SeenWay;
  readonly received?: SeenWay;
  /** What the emulator was told to be: the loss of the worse way, and the delay of both without queues. */
  readonly line?: { readonly lossRatio: number; readonly roundTripTimeMs: number };
  /** What peers read of the link, where they were asked. */
  readonly peers?: PeersSaid;
}

/** Columns: name, rtt ms, jitter ms, loss of one way, up and down kbit/s; then for each way video kbit/s, height, frames/s, frozen %, concealed %, jitter buffer ms. */
const ROWS: readonly (readonly [string, number, number, number, number, number, Seen, Seen])[] = [
  ['rate=9000', 40, 0, 0, 9000, 9000, [1503, 540, 30, 0, 0.8, 65], [1466, 540, 29, 0, 0.7, 64]],
  ['rtt=180 rate=6000', 180, 0, 0, 6000, 6000, [1498, 540, 30, 0, 1.1, 83], [1410, 540, 28, 3, 2, 97]],
  ['rate=1800', 40, 0, 0, 1800, 1800, [840, 360, 30, 0, 0, 272], [1291, 540, 30, 0, 0.8, 283]],
  ['rate=800', 40, 0, 0, 800, 800, [548, 360, 28, 0, 0, 157], [599, 540, 29, 0, 0, 179]],
  ['rate=250', 40, 0, 0, 250, 250, [108, 180, 28, 0, 0.1, 133], [116, 180, 29, 0, 0.7, 117]],
  ['rate=80', 40, 0, 0, 80, 80, [21, 270, 0, 21, 4.2, 218], [22, 180, 4, 28, 4.3, 138]],
  ['loss=0.05', 40, 0, 0.05, 4350, 4350, [1053, 360, 30, 0, 2.2, 51], [2732, 540, 30, 0, 1.7, 46]],
  ['loss=0.012', 40, 0, 0.012, 4900, 4900, [1594, 540, 30, 0, 0.4, 37], [2698, 540, 30, 0, 0.9, 42]],
  ['jitter=25 jtau=40', 60, 16, 0, 4850, 4850, [310, 360, 30, 0, 0, 91], [232, 360, 30, 0, 0, 87]],
  ['rtt=450 rate=4000', 450, 0, 0, 4000, 4000, [1640, 540, 29, 0, 0, 90], [1657, 540, 30, 0, 0.6, 90]],
  ['up=400 down=9000', 40, 0, 0, 400, 9000, [264, 360, 30, 0, 0, 81], [1538, 540, 30, 0, 0, 59]],
  ['up=9000 down=400', 40, 0, 0, 9000, 400, [1498, 540, 30, 0, 0, 37], [273, 360, 30, 0, 0.1, 85]],
  ['up=1000 down=9000', 40, 0, 0, 1000, 9000, [769, 540, 30, 0, 1, 71], [1511, 540, 30, 0, 0.8, 48]],
  ['ge=0.005,0.12', 40, 0, 0.04, 4450, 4450, [2499, 540, 30, 0, 1.8, 66], [2864, 540, 30, 0, 1.9, 68]],
  ['rate=3000 queue=30', 60, 0, 0, 3000, 3000, [1396, 540, 28, 0, 0.8, 51], [1473, 540, 30, 0, 0.4, 43]],
  ['rate=130', 40, 0, 0, 130, 130, [37, 180, 15, 0, 0, 156], [37, 180, 15, 0, 0, 119]],
];
type Seen = readonly [number, number, number, number, number, number];

export const REFERENCE_CALLS: readonly ComparedCall[] = ROWS.map(
  ([name, roundTripTimeMs, jitterMs, loss, upKbps, downKbps, sent, received]) => ({
    name,
    input: {
      reachable: true,
      roundTripTimeMs,
      jitterMs,
      lossRatio: 1 - (1 - loss) ** 2,
      throughputKbps: Math.min(upKbps, downKbps),
      ...(upKbps !== downKbps && { upKbps, downKbps }),
    },
    sent: seen(sent),
    received: seen(received),
  }),
);

function seen([videoKbps, heightPx, framesPerSecond, frozen, concealed, jitterBufferMs]: Seen): SeenWay {
  return {
    videoKbps,
    heightPx,
    framesPerSecond,
    frozenShare: frozen / 100,
    concealedShare: concealed / 100,
    jitterBufferMs,
  };
}
