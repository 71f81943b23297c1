/** Measures one open loop and turns its log into metrics. */

import { median, quantile } from '../../core/base/statistics.ts';
import type { PathMetrics } from '../../core/report/path-metrics.ts';
import type { RelayProtocol } from '../../core/servers/ice-server.ts';
import { lossSample } from '../estimate/loss/loss-sample.ts';
import { pathMetrics } from '../estimate/path-metrics.ts';
import type { HostFacts } from '../link/host-facts.ts';
import { wireOverheadBytes } from '../link/wire-overhead.ts';
import { type LoopBytes, readLoopBytes, readLoopFacts } from '../loop/loop-stats.ts';
import type { OpenUrl } from './url-probe.ts';

export interface PathRequest {
  readonly kind: 'light' | 'full';
  readonly relayProtocol: RelayProtocol;
  readonly capKbps: number;
  readonly host: HostFacts;
  /** ms that setting the loop up took, where that is known. */
  readonly setUpMs?: number | undefined;
}

export interface MeasuredPath {
  readonly metrics: PathMetrics;
  /** Of the datagrams that count for the loss, in the order of sending; absent where the engine broke. */
  readonly lost?: readonly boolean[];
}

/** ms; taken for a round trip when ICE's checks gave none. */
const UNKNOWN_ROUND_TRIP_MS = 300;

/** Rejects only when aborted. */
export async function measureOrSayWhy(
  open: OpenUrl,
  request: PathRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<MeasuredPath> {
  try {
    return await measurePath(open, request, signal, onThroughput);
  } catch (error) {
    if (signal.aborted) throw error;
    return { metrics: metricsOfFailure(open, request) };
  }
}

async function measurePath(
  { loop, engine, facts, spentInVain }: OpenUrl,
  request: PathRequest,
  signal: AbortSignal,
  onThroughput: () => void,
): Promise<MeasuredPath> {
  const { kind, relayProtocol, capKbps, host, setUpMs } = request;
  const { method } = engine;
  const before = wireOverheadBytes({ relayProtocol, method, ...facts });
  const roundTripMs = roundTripByChecks(facts);
  const setUp = kind === 'light' ? await readLoopBytes(loop) : undefined;
  const result = await engine.measure(
    {
      kind,
      relayProtocol,
      capKbps,
      overheadBytes: before,
      host,
      roundTripMs,
      ...(setUpMs === undefined ? {} : { setUpMs }),
      ...(setUp === undefined ? {} : { setUpBytes: bothWays(setUp) + bothWays(spentInVain) }),
    },
    signal,
    onThroughput,
  );
  // Only now, with packets received, does the browser tell how long its RTP headers were.
  const after = await readLoopFacts(loop, signal);
  const overheadBytes = wireOverheadBytes({ relayProtocol, method, ...after });
  const counted = lossSample(result.log);
  const metrics = pathMetrics(result, { method, relayProtocol, kind, overheadBytes, capKbps, host }, counted);
  return { metrics, lost: counted.map(({ receivedMs }) => receivedMs === undefined) };
}

/** ms, by ICE's own checks. */
export function roundTripByChecks({ checkRoundTripsMs }: OpenUrl['facts']): number {
  return median(checkRoundTripsMs) ?? UNKNOWN_ROUND_TRIP_MS;
}

function bothWays(bytes: LoopBytes | undefined): number {
  return bytes === undefined ? 0 : bytes.sent + bytes.received;
}

/** The round trip of a URL that is not measured: what ICE's own checks took, at no extra traffic. */
export function metricsFromChecks({ facts }: OpenUrl): PathMetrics {
  const roundTripTimeMs = median(facts.checkRoundTripsMs);
  const p95Ms = quantile(facts.checkRoundTripsMs, 0.95);
  if (roundTripTimeMs === undefined || p95Ms === undefined) {
    return { method: 'ice-checks', missing: { roundTripTime: 'no ICE check was answered' } };
  }
  return {
    method: 'ice-checks',
    roundTripTime: { roundTripTimeMs, minMs: Math.min(...facts.checkRoundTripsMs), p95Ms },
  };
}

/** When the engine itself broke (no frames, no worker): what ICE's checks know stands. */
function metricsOfFailure(open: OpenUrl, { kind }: PathRequest): PathMetrics {
  const why = 'the browser did not give the measurement what it needs';
  const { roundTripTime } = metricsFromChecks(open);
  return {
    method: 'ice-checks',
    ...(roundTripTime === undefined ? {} : { roundTripTime }),
    missing: {
      ...(roundTripTime === undefined ? { roundTripTime: why } : {}),
      jitter: why,
      loss: why,
      ...(kind === 'full' ? { throughput: why } : {}),
    },
  };
}
