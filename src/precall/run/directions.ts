/** What of a path is known each way: where it loses, and which way is the narrower one. */
import type { RunRequest } from '../../core/report/run-report.ts';
import type { FurtherLoopMeans } from './further-loops.ts';
import { withLossDirections } from './loss-directions.ts';
import { withNarrowerWay } from './rate-directions.ts';
import type { UrlState } from './server-state.ts';

/** kbit/s below which it matters to a call which way is the narrower one: with more both ways carry all that its video sends. */
const NARROW_KBPS = 3_000;

/**
 * Adds that to what was measured of a URL in full. `urls` are those of its server. The narrower way takes 3 s: it is looked for where
 * nobody waits, and in a thorough test. Rejects only when aborted.
 */
export async function addDirections(
  measured: UrlState,
  urls: readonly UrlState[],
  { thorough, unattended }: Pick<RunRequest, 'thorough' | 'unattended'>,
  means: FurtherLoopMeans,
  signal: AbortSignal,
): Promise<void> {
  const metrics = await withLossDirections(measured, urls, means, signal);
  if (metrics === undefined) return;
  measured.metrics = metrics;
  const isNarrow = (metrics.throughput?.capacityKbps ?? NARROW_KBPS) < NARROW_KBPS;
  if (!isNarrow || !(thorough || unattended)) return;
  measured.metrics = await withNarrowerWay(measured, metrics, means, signal);
}
