import { absoluteLimits } from './absolute-limits.ts';
import { cusum } from './cusum.ts';
import type { Detector } from './detector.ts';
import { duox } from './duox.ts';
import { ours } from './ours.ts';
import { threeSigma } from './three-sigma.ts';

export const DETECTORS: Readonly<Record<string, () => Detector>> = {
  'absolute limits': absoluteLimits,
  '3 sigma, one baseline': threeSigma({ perNetwork: false, inARow: 1 }),
  '3 sigma per network, 2 runs': threeSigma({ perNetwork: true, inARow: 2 }),
  'CUSUM per network': cusum,
  duox,
  ours: ours(),
};

/** What each part of ours is worth: the same without it. */
export const ABLATIONS: Readonly<Record<string, () => Detector>> = {
  'ours, whole': ours(),
  'without materiality: every change counts': ours({
    rttMs: 0.1,
    rttShare: 0.001,
    jitterMs: 0.1,
    jitterShare: 0.01,
    loss: 0.0001,
    throughputShare: 0.01,
  }),
  'slight effects as soon as great ones': ours({ brief: 1, briefLoss: 1 }),
  'blind to how rare a sample was here': ours({ rarer: 100 }),
  'two of three show it on any line': ours({ chance: Number.POSITIVE_INFINITY }),
  'without the daily pattern': ours({ agree: 100 }),
  'what lasts counts at once': ours({ newNormalMs: 1 }),
  'what lasts never counts': ours({ newNormalMs: 1e12 }),
  'the middle as the usual level': ours({ usualShare: 0.5 + 1e-9 }),
  'evidence of a single run': ours({ most: 100 }),
  'evidence kept over pauses': ours({ pauseMs: 1e12 }),
};
