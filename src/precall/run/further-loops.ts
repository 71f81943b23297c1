import type { HostFacts } from '../link/host-facts.ts';
import type { LoopEngine } from '../loop/loop-media.ts';
import type { LoopBytes } from '../loop/loop-stats.ts';
import type { LoopMeans } from '../loop/relay-loop.ts';

/** What it takes to open loops beside those that a run opens of every URL. */
export interface FurtherLoopMeans extends LoopMeans {
  readonly host: HostFacts;
  openEngine(): LoopEngine;
  /** Told what each loop has cost. */
  spent(bytes: LoopBytes): void;
}
