/**
 * Which way is the narrower one, and what the way up carries: the loop's bandwidth is the smaller of both. Trains that go up alone
 * tell the way up; where it is wider than the loop, the loop's bandwidth is that of the way down.
 */
import type { PathMetrics, Throughput } from '../../core/report/path-metrics.ts';
import { withTimeout } from '../base/abortable.ts';
import { type UpRate, type UpRateMissing, upRate } from '../estimate/capacity/up-rate.ts';
import { wireOverheadBytes } from '../link/wire-overhead.ts';
import { connectLoop, type LoopAttempt, release, releaseLoop } from '../loop/loop-attempts.ts';
import type { LoopEngine } from '../loop/loop-media.ts';
import type { DtlsRole } from '../loop/loop-sdp.ts';
import { readLoopFacts } from '../loop/loop-stats.ts';
import { UpOnlyLoop } from '../loop/up-only-loop.ts';
import type { FurtherLoopMeans } from './further-loops.ts';
import type { UrlState } from './server-state.ts';
import { relayProtocolOf, relayUrlOf } from './url-probe.ts';

/** kbit/s up to which the way up is measured, and how many times the loop's bandwidth: what is faster is told as that. */
const MOST = { kbps: 4_000, times: 2 } as const;
/**
 * Share by which the way up is wider than the loop's bandwidth, both with their whole intervals, where it counts as wider; by which it is at most,
 * where it counts as the narrower one; and half of the interval up to which it is looked at for that.
 */
const WIDER = { least: 0.05, most: 0.1, within: 0.25 } as const;
/** ms beyond three times the measured loop's set-up that it all may take. */
const PATIENCE_MS = 4_000;
/** The near end's part in the handshake: which of both is through first is the version's and so the browser's affair. */
const ROLES: readonly DtlsRole[] = ['client', 'server'];

type Missing =
  | UpRateMissing
  | 'the server gave no relays for it'
  | 'the server is too near for it'
  | 'it would have taken too long'
  | 'the browser did not give the measurement what it needs';

/**
 * What was measured of a URL over UDP, with the narrower way, or why that is not known. Takes some 3 s and 0.5 s of the way up.
 * Rejects only when aborted.
 */
export async function withNarrowerWay(
  { server, url, report }: Pick<UrlState, 'server' | 'url' | 'report'>,
  metrics: PathMetrics,
  means: FurtherLoopMeans,
  signal: AbortSignal,
): Promise<PathMetrics> {
  const { method, throughput, roundTripTime } = metrics;
  if (method !== 'rtp-datagrams' || relayProtocolOf(url) !== 'udp') return metrics;
  if (throughput === undefined || throughput.atLeast) return metrics;
  const relay = relayUrlOf(server, url);
  const limitMs = 3 * (report?.connectTimeMs ?? 0) + PATIENCE_MS;
  const asked = {
    capacityKbps: throughput.capacityKbps,
    mostKbps: Math.max(MOST.kbps, MOST.times * throughput.capacityKbps),
    roundTripMs: roundTripTime?.roundTripTimeMs ?? 0,
  };
  const read = await withTimeout(limitMs, signal, (own) => readingOf(relay, asked, means, own)).catch(
    (error: unknown): Missing => {
      if (signal.aborted) throw error;
      return 'the browser did not give the measurement what it needs';
    },
  );
  const found = narrowerOf(throughput, read, asked.mostKbps, metrics.loss?.lossRatio);
  return { ...metrics, throughput: { ...throughput, ...found } };
}

function narrowerOf(
  { capacityKbps, throughputKbps, uncertainty: ofLoop = 0 }: Throughput,
  read: UpRate | Missing | 'timed-out',
  mostKbps: number,
  lossRatio = 0,
): Partial<Throughput> {
  if (read === 'timed-out') return { narrowerMissing: 'it would have taken too long' };
  if (typeof read === 'string') return { narrowerMissing: read };
  const { upKbps, uncertainty } = read;
  if (upKbps * (1 - uncertainty) > capacityKbps * (1 + WIDER.least + ofLoop)) {
    // Of the loss of both ways each is taken to have its part.
    return {
      narrower: 'down',
      upKbps: Math.min(mostKbps, upKbps) * Math.sqrt(1 - lossRatio),
      downKbps: throughputKbps,
    };
  }
  if (uncertainty < WIDER.within && upKbps < capacityKbps * (1 + WIDER.most)) {
    return { narrower: 'up', upKbps: throughputKbps };
  }
  return { narrowerMissing: 'the readings differ too much' };
}

type RelayOfUrl = ReturnType<typeof relayUrlOf>;
interface Asked {
  readonly capacityKbps: number;
  readonly mostKbps: number;
  readonly roundTripMs: number;
}

async function readingOf(
  relay: RelayOfUrl,
  asked: Asked,
  means: FurtherLoopMeans,
  signal: AbortSignal,
): Promise<UpRate | Missing> {
  const request = { ...means, relays: { sender: relay, receiver: relay }, otherUrls: 1 };
  // Both to their ends: what came up while the other failed is to be given back.
  const [up, loop] = await Promise.allSettled([openUp(relay, means, signal), connectLoop(request, signal)]);
  const { open, spentInVain } = loop.status === 'fulfilled' ? loop.value : {};
  const openedUp = up.status === 'fulfilled' ? up.value : undefined;
  if (spentInVain !== undefined) means.spent(spentInVain);
  try {
    if (up.status === 'rejected') throw up.reason;
    if (loop.status === 'rejected') throw loop.reason;
    if (open === undefined) return 'the server gave no relays for it';
    if (openedUp === undefined) return 'the server is too near for it';
    return await trainsOver(openedUp, open, asked, signal);
  } finally {
    await Promise.all([openedUp && releaseUp(openedUp, means), open && releaseLoop(open, means.spent)]);
  }
}

interface OpenUp {
  readonly loop: UpOnlyLoop;
  readonly engine: LoopEngine;
}

/** Undefined where the far end was through first whatever its part: then the way to the server takes no time to speak of. */
async function openUp(
  relay: RelayOfUrl,
  means: FurtherLoopMeans,
  signal: AbortSignal,
): Promise<OpenUp | undefined> {
  for (const role of ROLES) {
    const loop = new UpOnlyLoop(relay, means, role);
    const engine = means.openEngine();
    let isUp = false;
    try {
      isUp = await loop.connect(engine, signal);
      if (isUp) return { loop, engine };
    } finally {
      if (!isUp) await releaseUp({ loop, engine }, means);
    }
  }
  return undefined;
}

function releaseUp({ loop, engine }: OpenUp, { spent }: FurtherLoopMeans): Promise<void> {
  return release(() => loop.bytes(), [loop, engine], spent);
}

async function trainsOver(
  { loop, engine }: OpenUp,
  probing: LoopAttempt,
  asked: Asked,
  signal: AbortSignal,
): Promise<UpRate | Missing> {
  const facts = await readLoopFacts(probing.loop, signal);
  const overheadBytes = wireOverheadBytes({ relayProtocol: 'udp', method: engine.method, ...facts });
  const logs = await engine.sendUp?.(probing.engine, { overheadBytes, ...asked }, signal);
  if (logs === undefined) return 'the browser did not give the measurement what it needs';
  return loop.sends ? upRate(logs, overheadBytes) : 'the server is too near for it';
}
