/** What is stored of a network, read back with care. */
import { isRecord } from '../base/is-record.ts';
import { ownValue } from '../base/own-value.ts';
import type { MetricMemory } from './metric-memory.ts';
import { type Failures, NO_FAILURES } from './outage.ts';
import type { StabilityMetric } from './stability-types.ts';

export type Path = Partial<Record<StabilityMetric, MetricMemory>>;

export interface Network {
  /** ms since the epoch of the last run, and ms that usually lie between two. */
  readonly at: number;
  readonly every: number;
  readonly failures: Failures;
  /** By server, the one measured last at the end. */
  readonly paths: Readonly<Record<string, Path>>;
}

export const NEW_NETWORK: Network = { at: 0, every: 0, failures: NO_FAILURES, paths: {} };

/** Servers remembered of one network. */
const MOST_PATHS = 4;

export function pathOf({ paths }: Network, server: string): Path {
  // A server may be called "constructor".
  return ownValue(paths, server) ?? {};
}

export function withPaths(before: Network['paths'], measured: Network['paths']): Network['paths'] {
  const kept = Object.entries(before).filter(([server]) => !Object.hasOwn(measured, server));
  return Object.fromEntries([...kept, ...Object.entries(measured)].slice(-MOST_PATHS));
}

/** Undefined when nothing is known, or nothing that this version understands: then it is learnt anew. */
export function storedNetwork(networks: Readonly<Record<string, unknown>>, key: string): Network | undefined {
  // A network may be called "constructor".
  const stored = ownValue(networks, key);
  return isNetwork(stored) ? stored : undefined;
}

/** ms since the epoch; what this version cannot read leaves first. */
export function lastRun(network: unknown): number {
  return isNetwork(network) ? network.at : Number.NEGATIVE_INFINITY;
}

function isNetwork(value: unknown): value is Network {
  return isRecord(value) && 'paths' in value && 'failures' in value;
}
