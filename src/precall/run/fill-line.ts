/** Fills the line through two loops of one URL over UDP: one fills it, the other probes it. For a thorough test. */
import type { FilledLine, Thorough } from '../../core/report/filled-line.ts';
import { withTimeout } from '../base/abortable.ts';
import { type FilledReading, filledLine, type NotFilled } from '../estimate/filled-line.ts';
import { wireOverheadBytes } from '../link/wire-overhead.ts';
import { connectLoop, type LoopAttempt, releaseLoop } from '../loop/loop-attempts.ts';
import { readLoopFacts } from '../loop/loop-stats.ts';
import type { FurtherLoopMeans } from './further-loops.ts';
import type { ServerState, UrlState } from './server-state.ts';
import { chosenOf } from './server-state.ts';
import { relayProtocolOf, relayUrlOf } from './url-probe.ts';

/** ms that it may take beyond twice the measured loop's set-up: the longest filling, and the queue that then drains. */
const PATIENCE_MS = 9_000;

type Missing =
  | NotFilled
  | 'no bandwidth over UDP was measured'
  | 'a data channel cannot fill the line'
  | 'the server gave no relays for it'
  | 'it would have taken too long'
  | 'the browser did not give the measurement what it needs';

/** Through the server that carries most, as a narrower one would leave the line half empty. Rejects only when aborted. */
export async function fillLine(
  servers: readonly ServerState[],
  means: FurtherLoopMeans,
  signal: AbortSignal,
): Promise<Thorough> {
  const state = widest(servers);
  if (state?.metrics?.throughput === undefined) return { missing: 'no bandwidth over UDP was measured' };
  let bytes = 0;
  const counting = {
    ...means,
    spent(of: { readonly sent: number; readonly received: number }) {
      bytes += of.sent + of.received;
      means.spent(of);
    },
  };
  const limitMs = 2 * (state.report?.connectTimeMs ?? 0) + PATIENCE_MS;
  const found = await withTimeout(limitMs, signal, (own) =>
    state.turns.alone(own, () => readingOf(state, counting, own)),
  ).catch((error: unknown): Missing => {
    if (signal.aborted) throw error;
    return 'the browser did not give the measurement what it needs';
  });
  if (found === 'timed-out') return { missing: 'it would have taken too long' };
  if (typeof found === 'string') return { missing: found };
  const { capacityKbps, atLeast } = state.metrics.throughput;
  const line: FilledLine = {
    provider: state.server.label,
    ...found,
    ...(!atLeast && { capacityKbps }),
    bytes: Math.round(bytes),
  };
  return { filledLine: line };
}

/** Of the URLs that calls would use, the one over UDP that carries most. */
function widest(servers: readonly ServerState[]): UrlState | undefined {
  const chosen = servers.flatMap((server) => server.urls[chosenOf(server) ?? -1] ?? []);
  const carried = ({ metrics }: UrlState) => metrics?.throughput?.capacityKbps ?? 0;
  return chosen
    .filter((state) => relayProtocolOf(state.url) === 'udp' && carried(state) > 0)
    .toSorted((a, b) => carried(b) - carried(a))[0];
}

async function readingOf(
  { server, url, metrics }: UrlState,
  means: FurtherLoopMeans,
  signal: AbortSignal,
): Promise<FilledReading | Missing> {
  const relay = relayUrlOf(server, url);
  const request = { ...means, relays: { sender: relay, receiver: relay }, otherUrls: 1 };
  const opened: LoopAttempt[] = [];
  const open = async () => {
    const { open: one, spentInVain } = await connectLoop(request, signal);
    if (spentInVain !== undefined) means.spent(spentInVain);
    if (one !== undefined) opened.push(one);
  };
  try {
    await Promise.all([open(), open()]);
    const [filling, probing] = opened;
    if (filling === undefined || probing === undefined) return 'the server gave no relays for it';
    const loop = await readLoopFacts(filling.loop, signal);
    const overheadBytes = wireOverheadBytes({ relayProtocol: 'udp', method: filling.engine.method, ...loop });
    const capacityKbps = metrics?.throughput?.capacityKbps ?? 0;
    const roundTripMs = metrics?.roundTripTime?.roundTripTimeMs ?? 0;
    const plan = { overheadBytes, capacityKbps, roundTripMs };
    const logs = await filling.engine.fill?.(probing.engine, plan, signal);
    if (logs === undefined) return 'a data channel cannot fill the line';
    const lossRatio = metrics?.loss?.lossRatio ?? 0;
    return filledLine(logs, { overheadBytes, capacityKbps, host: means.host, lossRatio });
  } finally {
    await Promise.all(opened.map((each) => releaseLoop(each, means.spent)));
  }
}
