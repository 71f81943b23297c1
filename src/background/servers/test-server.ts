/** "Test this server": connectivity of one server as it stands in the form; nothing is judged, and of what it finds nothing is stored. */
import { withCredentialFacts } from '../../core/report/run-credentials.ts';
import type { RunReport } from '../../core/report/run-report.ts';
import { deadlineMsFor } from '../../core/schedule/run-plan.ts';
import { INTERVAL_S, type Settings, THROUGHPUT_CAP_KBPS } from '../../core/settings/settings.ts';
import type { PrecallHost } from '../../host/precall-host.ts';
import { forgetRefused, resolveServers } from './resolve-servers.ts';

export async function testServer(host: PrecallHost, server: Settings['servers'][number]): Promise<RunReport> {
  const { servers, credentials } = await resolveServers([server]);
  const seen = await host.measureOne({
    runId: crypto.randomUUID(),
    kind: 'connectivity',
    servers,
    deadlineMs: deadlineMsFor(servers.length, INTERVAL_S.default),
    throughputCapKbps: THROUGHPUT_CAP_KBPS.default,
  });
  const report = withCredentialFacts(seen, credentials);
  await forgetRefused(report, [server]);
  return report;
}
