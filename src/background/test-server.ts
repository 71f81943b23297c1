/** "Test this server": connectivity of one server as it stands in the form; nothing is judged or stored. */
import type { TurnServer } from '../core/ice-server.ts';
import { ONE_SERVER_MS } from '../core/run-plan.ts';
import type { RunReport } from '../core/run-report.ts';
import { THROUGHPUT_CAP_KBPS } from '../core/settings.ts';
import type { PrecallHost } from '../host/precall-host.ts';

export function testServer(host: PrecallHost, server: TurnServer): Promise<RunReport> {
  return host.measureOne({
    runId: crypto.randomUUID(),
    kind: 'connectivity',
    servers: [server],
    deadlineMs: ONE_SERVER_MS,
    throughputCapKbps: THROUGHPUT_CAP_KBPS.default,
  });
}
