/** Links that stand still every ten seconds, and some that do not, whatever else they do. */
import type { LinkOptions } from '../link/link-spec.ts';

export interface StallingLink {
  readonly options: LinkOptions;
  /** ms that it stands still once in each period. */
  readonly stallMs: number;
  /** Whether it keeps what is sent meanwhile, or loses it. */
  readonly stalls?: 'held' | 'swallowed';
}

export const PERIOD_MS = 10_000;

/** kbit/s; and of a line that stands still: no packet gets through in a second. */
const LINE_KBPS = 20_000;
const STILL_KBPS = 0.01;

/** The rate of one direction, repeated: it stands still at the end of each period. */
function held(stallMs: number): LinkOptions {
  const trace = [
    [PERIOD_MS - stallMs, LINE_KBPS],
    [stallMs, STILL_KBPS],
  ] as const;
  return { rateKbps: LINE_KBPS, queueMs: 8_000, down: { trace } };
}

const line = { rateKbps: LINE_KBPS } as const;

export const STALLING_LINKS: Readonly<Record<string, StallingLink>> = {
  'calm, 40 ms': { options: line, stallMs: 0 },
  'calm, 300 ms': { options: { ...line, rttMs: 300 }, stallMs: 0 },
  'calm, 100 kbit/s': { options: { rateKbps: 100 }, stallMs: 0 },
  'loses 2 % each way': { options: { ...line, loss: 0.02 }, stallMs: 0 },
  'loses 5 % each way, in runs of 3': { options: { ...line, loss: 0.05, lossBurst: 3 }, stallMs: 0 },
  'jitter of 25 ms': { options: { ...line, rttMs: 80, jitterMs: 25, jitterTauMs: 100 }, stallMs: 0 },
  'holds for 0.3 s': { options: held(300), stallMs: 300, stalls: 'held' },
  'holds for 0.5 s': { options: held(500), stallMs: 500, stalls: 'held' },
  'holds for 1 s': { options: held(1_000), stallMs: 1_000, stalls: 'held' },
  'holds for 1 s, 300 ms': { options: { ...held(1_000), rttMs: 300 }, stallMs: 1_000, stalls: 'held' },
  'holds for 2 s': { options: held(2_000), stallMs: 2_000, stalls: 'held' },
  'swallows for 0.5 s': { options: line, stallMs: 500, stalls: 'swallowed' },
  'swallows for 1 s': { options: line, stallMs: 1_000, stalls: 'swallowed' },
  'swallows for 1 s, loses 2 %': { options: { ...line, loss: 0.02 }, stallMs: 1_000, stalls: 'swallowed' },
};
