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
  'one baseline for all networks': ours({ perNetwork: 0 }),
  'without materiality': ours({ materiality: 0 }),
  'slight effects as soon as great ones': ours({ effectOf2: 1, effectOf3: 1, shiftOf2: 2, shiftOf3: 2 }),
  'arrival as any other time': ours({ onArrival: 1 }),
  'without reset on a switch': ours({ resetOnSwitch: 0 }),
  'without the cap on surprise': ours({ surpriseCap: 100 }),
  'without the daily pattern': ours({ season: 0 }),
  'learning as fast while suspicious': ours({ suspicious: 1, leak: 1 }),
  'without memory of short alerts': ours({ remember: 0 }),
  'clearing always after as many runs': ours({ backoff: 0 }),
  'threshold blind to usual peaks': ours({ restless: 0, clump: 0 }),
  'no priors about outliers': ours({ prior: 1 }),
};
