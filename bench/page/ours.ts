import { measuredWays } from '../../src/core/judgement/measured-ways.ts';
import type { RunKind, RunReport, RunRequest } from '../../src/core/report/run-report.ts';
import { browserEnvironment, runPrecallTest } from '../../src/precall/run/precall-test.ts';
import type { Measurement, PageRequest } from './measurement.ts';

/** ms; a run that needs this long has failed. */
const DEADLINE_MS = 40_000;

/** This project's engine on an ordinary page, without the extension around it. */
export async function measureWithOurs(
  request: PageRequest,
  kind: RunKind,
  more: Pick<RunRequest, 'unattended'> = {},
): Promise<Measurement> {
  let climbingSince: number | undefined;
  const report = await runPrecallTest(
    {
      runId: crypto.randomUUID(),
      kind,
      servers: request.servers.map((server, i) => ({ label: `server ${i + 1}`, ...server })),
      deadlineMs: DEADLINE_MS,
      throughputCapKbps: request.capKbps,
      ...more,
    },
    browserEnvironment('/rtp-worker.js'),
    {
      onProgress({ phase }) {
        if (phase === 'throughput') climbingSince ??= performance.timeOrigin + performance.now();
      },
    },
  );
  return { ...measurementOf(report), ...(climbingSince === undefined ? {} : { climbingSince }) };
}

/** Also for reports that came by another way, such as the command line. */
function measurementOf(report: RunReport): Measurement {
  const server = report.servers[0];
  const probe = server?.probes[server.chosen ?? 0];
  const { roundTripTime, jitter, loss, throughput, missing } = probe?.metrics ?? {};
  const remarks = [
    report.outcome === 'complete' ? undefined : report.outcome,
    probe?.reason,
    ...Object.entries(missing ?? {}).map(([metric, why]) => `${metric}: ${why}`),
  ].filter((remark) => remark !== undefined);
  return {
    ...throughput,
    ...(roundTripTime === undefined ? {} : { rttMs: roundTripTime.roundTripTimeMs }),
    ...jitter,
    ...(server && { ways: measuredWays(server) }),
    ...(loss === undefined ? {} : { loss: loss.lossRatio, lossInterval: loss.interval }),
    durationMs: report.durationMs,
    ownBytes: report.bytesSent + report.bytesReceived,
    reachable: report.servers.flatMap(({ probes }) => probes).filter(({ reachable }) => reachable).length,
    ...(remarks.length === 0 ? {} : { remark: remarks.join('; ') }),
  };
}
