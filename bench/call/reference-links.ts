/** Sixteen links whose calls another lab, with an emulator and a camera picture of its own, has written down: do the two labs agree? */
import { type LinkOptions, linkSpec } from '../link/link-spec.ts';
import type { DrawnLink } from './call-links.ts';

const OPTIONS: readonly LinkOptions[] = [
  { rateKbps: 9000 },
  { rttMs: 180, rateKbps: 6000 },
  { rateKbps: 1800 },
  { rateKbps: 800 },
  { rateKbps: 250 },
  { rateKbps: 80 },
  { loss: 0.05 },
  { loss: 0.012 },
  { rttMs: 60, jitterMs: 25, jitterTauMs: 40, normalJitter: true },
  { rttMs: 450, rateKbps: 4000 },
  { upKbps: 400, downKbps: 9000 },
  { upKbps: 9000, downKbps: 400 },
  { upKbps: 1000, downKbps: 9000, queueMs: 1500 },
  { loss: 0.04, lossBurst: 8 },
  { rttMs: 60, rateKbps: 3000, queueMs: 30 },
  { rateKbps: 130 },
];

export const REFERENCE_LINKS: readonly DrawnLink[] = OPTIONS.map((options, at) => {
  const { up, down } = linkSpec('', { rateKbps: 5000, ...options });
  return { seed: -1 - at, up, down, transport: 'udp' };
});
