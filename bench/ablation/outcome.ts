/** What one measurement of a drawn link told, held against what the link is. */
import { tierOf } from '../../src/core/judgement/limits.ts';
import { CAP, type Run, run } from '../../test/precall/harness/simulated-run.ts';
import type { DrawnLink } from './drawn-links.ts';

export interface Outcome {
  /** All that was told, to see whether anything changed. */
  readonly told: string;
  readonly throughputError?: number;
  /** The same beside a bulk transfer, of the capacity: most of the line is somebody else's. */
  readonly errorBesideTransfer?: number;
  readonly isWrongTier: boolean;
  /** Share of the loop's datagrams told as lost on a link that loses nothing. */
  readonly falseLoss?: number;
  /** Whether the loss's interval holds the truth. */
  readonly lossIsInside?: boolean;
  readonly rttErrorMs?: number;
  readonly jitterMs?: number;
  readonly ms: number;
  readonly bytes: number;
  readonly queueMs: number;
  /** True when the measurement threw or did not end. */
  readonly failed: boolean;
}

/** Sleeps after which a measurement is taken not to end: the longest takes some 5 000. */
const MOST_SLEEPS = 40_000;

export async function outcomeOf(link: DrawnLink, chance = 0): Promise<Outcome> {
  const { kind, relayProtocol, up, down, rttMs, host } = link;
  try {
    const measured = await run(up, {
      kind,
      relayProtocol,
      down,
      rttMs,
      host,
      seed: link.seed + chance,
      setUpBytes: 2 * (host.setUpBytes ?? 0),
      signal: endsSometime(),
    });
    return judged(link, measured);
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    return { told, isWrongTier: false, ms: 0, bytes: 0, queueMs: 0, failed: true };
  }
}

/** Only what a simulated link asks of a signal. */
function endsSometime(): AbortSignal {
  let sleeps = 0;
  const throwIfAborted = () => {
    sleeps += 1;
    if (sleeps > MOST_SLEEPS) throw new Error('does not end');
  };
  return { throwIfAborted, aborted: false } as AbortSignal;
}

function judged({ kind, relayProtocol, up, down, rttMs }: DrawnLink, measured: Run): Outcome {
  const { metrics, durationMs, bytes, queueMs } = measured;
  const loss = 1 - (1 - (up.loss ?? 0)) * (1 - (down.loss ?? 0));
  const truth = Math.min(up.kbps, down.kbps, CAP) * (1 - loss);
  const read = metrics.throughput?.throughputKbps;
  const error = Math.min(1, Math.abs((read ?? 0) / truth - 1));
  const shared = up.bulkPackets !== undefined;
  // What is lost in front of the bottleneck has taken none of its time, and a rate that varies has no truth in half a second.
  const judgeable = kind === 'full' && up.trace === undefined && up.lossAtEntry !== true;
  const { lossRatio, interval } = metrics.loss ?? {};
  return {
    told: JSON.stringify(measured),
    ...(judgeable ? { [shared ? 'errorBesideTransfer' : 'throughputError']: error } : {}),
    isWrongTier: judgeable && !shared && tierOf(read ?? 0) !== tierOf(truth),
    ...(loss > 0 || relayProtocol === 'tcp' || up.policerMs !== undefined
      ? {}
      : { falseLoss: lossRatio ?? 1 }),
    ...(loss > 0 && interval !== undefined
      ? { lossIsInside: interval[0] <= loss && loss <= interval[1] }
      : {}),
    ...(shared ? {} : { rttErrorMs: Math.abs((metrics.roundTripTime?.roundTripTimeMs ?? 0) - rttMs) }),
    jitterMs: metrics.jitter?.jitterMs ?? 0,
    ms: durationMs,
    bytes,
    queueMs,
    failed: false,
  };
}
