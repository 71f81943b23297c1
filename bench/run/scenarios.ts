import { cellularTrace } from '../link/cellular-trace.ts';
import { type LinkOptions, type LinkSpec, linkSpec } from '../link/link-spec.ts';

export interface Scenario {
  readonly name: string;
  readonly spec: LinkSpec;
  /** Part of the quick bench; `beside` also measures the peers there. */
  readonly quick?: 'ours' | 'beside';
  /** One TCP transfer that is under way all the time. */
  readonly competing?: 'up' | 'down';
  /** What is asked of throughput does not hold here: the truth varies or is shared. Shown, not judged. */
  readonly unjudged?: true;
}

type Extras = Omit<Scenario, 'name' | 'spec'>;
const scenario = (name: string, options: LinkOptions, extras: Extras = {}): Scenario => ({
  name,
  spec: linkSpec(name, options),
  ...extras,
});

const RATES_KBPS = [100, 150, 500, 1_000, 2_500, 5_000, 10_000, 25_000] as const;
const QUICK_RATES: Readonly<Record<number, Extras>> = {
  150: { quick: 'ours' },
  1000: { quick: 'ours' },
  5000: { quick: 'beside' },
  25000: { quick: 'ours' },
};

/** One thing at a time away from 5 Mbit/s, 40 ms and a queue of 200 ms, then some combinations. */
export const SCENARIOS: readonly Scenario[] = [
  ...RATES_KBPS.map((rateKbps) => scenario(`${rateKbps / 1000} Mbit/s`, { rateKbps }, QUICK_RATES[rateKbps])),
  scenario('rtt 10 ms', { rttMs: 10 }),
  scenario('rtt 150 ms', { rttMs: 150 }),
  scenario('rtt 400 ms', { rttMs: 400, queueMs: 400 }, { quick: 'ours' }),
  scenario('rtt 600 ms', { rttMs: 600, queueMs: 400 }),
  scenario('loss 0.5 %', { loss: 0.005 }),
  scenario('loss 2 %', { loss: 0.02 }, { quick: 'beside' }),
  scenario('loss 5 %', { loss: 0.05 }),
  scenario('loss 10 %', { loss: 0.1 }),
  scenario('loss 2 % in bursts of 4', { loss: 0.02, lossBurst: 4 }),
  scenario('loss 5 % in bursts of 8', { loss: 0.05, lossBurst: 8 }),
  scenario('jitter 10 ms', { rttMs: 60, jitterMs: 10 }, { quick: 'ours' }),
  scenario('jitter 30 ms', { rttMs: 100, jitterMs: 30 }),
  scenario('jitter 10 ms, reordering', { rttMs: 60, jitterMs: 10, reorder: true }),
  scenario('10 down, 1 up', { downKbps: 10_000, upKbps: 1_000 }, { quick: 'ours' }),
  scenario('2.5 down, 20 up', { downKbps: 2_500, upKbps: 20_000 }),
  scenario('queue 50 ms', { queueMs: 50 }),
  scenario('queue 500 ms', { queueMs: 500 }),
  scenario('queue 1 s', { queueMs: 1_000 }),
  scenario('1 Mbit/s, queue 1 s', { rateKbps: 1_000, queueMs: 1_000 }),
  scenario('1 Mbit/s, 150 ms, loss 2 %', { rateKbps: 1_000, rttMs: 150, loss: 0.02 }),
  scenario('0.5 Mbit/s, 400 ms, loss 5 %', { rateKbps: 500, rttMs: 400, loss: 0.05, queueMs: 400 }),
  scenario('8 Mbit/s in 10 ms slots', { rateKbps: 8_000, slotMs: 10 }),
  scenario('policed to 5 Mbit/s', { policerMs: 20 }, { unjudged: true }),
  scenario('cellular trace', { trace: cellularTrace(), rttMs: 60, queueMs: 500 }, { unjudged: true }),
  scenario('beside a TCP upload', {}, { competing: 'up', unjudged: true }),
  scenario('beside a TCP download', {}, { competing: 'down', unjudged: true }),
];
