/** What is stored of a network: JSON of at most 2 kB, read back with care since another version may have written it. */

import { type Alert, CALM } from './alert.ts';
import { type Baseline, isBaseline } from './baseline.ts';
import { METRICS } from './metric-scale.ts';
import type { StabilityMetric } from './stability-types.ts';

export interface Network {
  /** ms since the epoch of the last run. */
  readonly at: number;
  /** ms, usual time between runs. */
  readonly interval: number;
  readonly alert: Alert;
  metrics: Partial<Record<StabilityMetric, Baseline>>;
}

export const NEW_NETWORK: Network = { at: 0, interval: 0, alert: CALM, metrics: {} };

/** Undefined when nothing is known, or nothing that this version understands: then it is learnt anew. */
export function storedNetwork(networks: Readonly<Record<string, unknown>>, key: string): Network | undefined {
  // A network may be called "constructor".
  const stored = Object.hasOwn(networks, key) ? networks[key] : undefined;
  if (!isRecord(stored) || !isRecord(stored.metrics)) return undefined;
  const { at, interval, alert, metrics } = stored;
  if (!isFiniteNumber(at) || !isFiniteNumber(interval) || !isRecord(alert)) return undefined;
  const known: Network['metrics'] = {};
  for (const metric of METRICS) {
    const baseline = (metrics as Record<string, unknown>)[metric];
    if (isBaseline(baseline)) known[metric] = baseline;
  }
  return { at, interval, alert: { ...CALM, ...alert }, metrics: known };
}

/** ms since the epoch; what this version cannot read leaves first. */
export function lastRun(network: unknown): number {
  return isRecord(network) && isFiniteNumber(network.at) ? network.at : Number.NEGATIVE_INFINITY;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
