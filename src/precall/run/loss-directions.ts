/**
 * Which direction loses what: a loop with one end over UDP and the other over TCP or TLS loses in the UDP end's direction alone,
 * for TCP repeats its own losses. Two such loops, one each way, stand beside the loop that was measured.
 */
import type { Loss, PathMetrics, Throughput } from '../../core/report/path-metrics.ts';
import { withTimeout } from '../base/abortable.ts';
import { type LossSamples, lossByDirection } from '../estimate/loss/loss-by-direction.ts';
import { packetRecords } from '../link/packet-log.ts';
import type { LossPlanRequest } from '../link/plan-request.ts';
import { wireOverheadBytes } from '../link/wire-overhead.ts';
import { connectLoop, releaseLoop } from '../loop/loop-attempts.ts';
import type { EndRelays } from '../loop/relay-loop.ts';
import { MEAN_PROBE_BYTES } from '../plan/paced-probes.ts';
import { RELAY_ORDER } from './choose-url.ts';
import type { FurtherLoopMeans } from './further-loops.ts';
import type { UrlState } from './server-state.ts';
import { relayProtocolOf, relayUrlOf } from './url-probe.ts';

/** Why the directions of a loss are not known. */
type DirectionMissing = NonNullable<Loss['directionMissing']>;

/** Share of the line that both loops' probes take together, so that they lose nothing themselves. */
const SHARE_OF_LINE = 0.25;
/** Probes a second at most, with which both loops stay within 60 kB, and at least. */
const PER_SECOND = { most: 130, least: 25 } as const;
/** ms beyond twice the measured loop's set-up that it all may take. */
const PATIENCE_MS = 2_000;

/**
 * What was measured of a URL over UDP, with the loss of each direction, or why that is not known. Only where the loop lost
 * anything at all: it takes a second and some 60 kB. `urls` are those of its server. Rejects only when aborted.
 */
export async function withLossDirections(
  measured: UrlState,
  urls: readonly UrlState[],
  means: FurtherLoopMeans,
  signal: AbortSignal,
): Promise<PathMetrics | undefined> {
  const { metrics, lost = [] } = measured;
  if (metrics?.loss === undefined || metrics.method !== 'rtp-datagrams' || !lost.some(Boolean))
    return metrics;
  const found = await samplesOf(measured, urls, means, signal).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return 'the browser did not give the measurement what it needs';
  });
  const directions =
    typeof found === 'string' ? { directionMissing: found } : lossByDirection({ loop: lost, ...found });
  return { ...metrics, loss: { ...metrics.loss, ...directions } };
}

async function samplesOf(
  { server, url, report, metrics }: UrlState,
  urls: readonly UrlState[],
  means: FurtherLoopMeans,
  signal: AbortSignal,
): Promise<Omit<LossSamples, 'loop'> | DirectionMissing> {
  const [other] = urls
    .filter((each) => each.report?.reachable === true && relayProtocolOf(each.url) !== 'udp')
    .toSorted((a, b) => RELAY_ORDER[relayProtocolOf(a.url)] - RELAY_ORDER[relayProtocolOf(b.url)]);
  if (other === undefined) return 'no URL of this server over TCP or TLS was reached';
  const perSecond = paceOn(metrics?.throughput, means);
  if (perSecond < PER_SECOND.least) return 'the line is too narrow for it';
  const udp = relayUrlOf(server, url);
  const stream = relayUrlOf(other.server, other.url);
  const roundTripMs = metrics?.roundTripTime?.roundTripTimeMs ?? 0;
  const plan = { kind: 'loss', roundTripMs, probesPerSecond: perSecond } as const;
  const limitMs = 2 * (report?.connectTimeMs ?? 0) + PATIENCE_MS;
  const samples = await withTimeout(limitMs, signal, (own) =>
    Promise.all([
      lostOver({ sender: udp, receiver: stream }, plan, means, own),
      lostOver({ sender: stream, receiver: udp }, plan, means, own),
    ]),
  );
  if (samples === 'timed-out') return 'it would have taken too long';
  const [up, down] = samples;
  if (up === undefined || down === undefined) return 'the server gave no relays for it';
  return { up, down };
}

function paceOn(throughput: Throughput | undefined, { turnFramingBytes }: FurtherLoopMeans): number {
  const overheadBytes = wireOverheadBytes({
    relayProtocol: 'tcp',
    method: 'rtp-datagrams',
    turnFramingBytes,
  });
  const probeBits = 8 * (MEAN_PROBE_BYTES + overheadBytes);
  const bothLoops = (SHARE_OF_LINE * 1000 * (throughput?.throughputKbps ?? 0)) / probeBits;
  return Math.min(PER_SECOND.most, bothLoops / 2);
}

/** Whether each probe was lost, in the order of sending; undefined when the loop does not come up. */
async function lostOver(
  relays: EndRelays,
  plan: LossPlanRequest,
  means: FurtherLoopMeans,
  signal: AbortSignal,
): Promise<readonly boolean[] | undefined> {
  const { open, spentInVain } = await connectLoop({ ...means, relays, otherUrls: 1 }, signal);
  if (spentInVain !== undefined) means.spent(spentInVain);
  if (open === undefined) return undefined;
  try {
    const { log } = await open.engine.measure(plan, signal, () => {});
    // What was sent behind the last one that came may still be on its way: TCP holds up what comes after a loss.
    const probes = packetRecords(log, 'probe');
    const last = probes.findLastIndex(({ receivedMs }) => receivedMs !== undefined);
    return probes.slice(0, last + 1).map(({ receivedMs }) => receivedMs === undefined);
  } finally {
    await releaseLoop(open, means.spent);
  }
}
