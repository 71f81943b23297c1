/** One run over all servers: connectivity of every URL side by side, then one server at a time. Facts only. */
import type {
  RunOutcome,
  RunProgress,
  RunReport,
  RunRequest,
  ServerReport,
} from '../../core/report/run-report.ts';
import { orAbort, withTimeout } from '../base/abortable.ts';
import { hasMicrophone } from './media-devices.ts';
import type { PrecallEnvironment } from './precall-environment.ts';
import { PrecallRun } from './precall-run.ts';
import { progressReporter } from './run-progress.ts';

export type { PrecallEnvironment } from './precall-environment.ts';
export { browserEnvironment } from './precall-environment.ts';

/** ms beyond the rest of a run that the microphone's answer may take. */
const MICROPHONE_WAIT_MS = 200;

export interface PrecallOptions {
  readonly signal?: AbortSignal;
  onProgress?(progress: RunProgress): void;
}

/**
 * Makes one run. Never rejects for what the network does: an abort, the deadline and being offline are outcomes, and what
 * was measured until then stands.
 */
export async function runPrecallTest(
  request: RunRequest,
  environment: PrecallEnvironment,
  options: PrecallOptions = {},
): Promise<RunReport> {
  const startedAt = environment.now();
  const began = performance.now();
  const progress = progressReporter(request.runId, options.onProgress);
  const stop = new AbortController();
  let outcome: RunOutcome = 'complete';
  const end = (why: RunOutcome) => {
    if (!stop.signal.aborted && outcome === 'complete') outcome = why;
    stop.abort(new Error(`the run ended: ${why}`));
  };
  const onAbort = () => end('aborted');
  if (options.signal?.aborted === true) onAbort();
  options.signal?.addEventListener('abort', onAbort, { once: true });
  const deadline = setTimeout(() => end('deadline'), request.deadlineMs);

  const run = new PrecallRun(request, environment, progress);
  try {
    const microphone = hasMicrophone(environment.mediaDevices);
    if (outcome === 'complete') await run.measure(stop.signal);
    progress('finishing', 0.98);
    const { servers, network, bytes, thorough } = await run.results();
    // Only after trying: a browser that sees no network it knows (a VPN, a namespace) may still reach the servers.
    if (outcome === 'complete' && isOffline(servers, environment)) outcome = 'offline';
    // Asked for long ago; a browser that still has not answered will not.
    const found = await withTimeout(MICROPHONE_WAIT_MS, new AbortController().signal, (own) =>
      orAbort(microphone, own),
    );
    progress('finishing', 1);
    return {
      runId: request.runId,
      kind: request.kind,
      ...(request.tests === undefined ? {} : { tests: request.tests }),
      startedAt,
      durationMs: performance.now() - began,
      outcome,
      ...(typeof found === 'boolean' ? { hasMicrophone: found } : {}),
      servers,
      network,
      bytesSent: Math.round(bytes.sent),
      bytesReceived: Math.round(bytes.received),
      throughputCapKbps: request.throughputCapKbps,
      ...(thorough && { thorough }),
      ...(environment.userAgent === undefined ? {} : { userAgent: environment.userAgent }),
    };
  } finally {
    clearTimeout(deadline);
    options.signal?.removeEventListener('abort', onAbort);
    stop.abort(new Error('the run is over'));
    run.close();
  }
}

/** Firefox may take itself for online where it finds nothing to send from. */
function isOffline(servers: readonly ServerReport[], environment: PrecallEnvironment): boolean {
  const probes = servers.flatMap((server) => server.probes);
  if (probes.some(({ reachable }) => reachable)) return false;
  return (
    !environment.isOnline() || (probes.length > 0 && probes.every(({ reason }) => reason === 'no-network'))
  );
}
