/** What the tests in a real browser ask for, and the one answer they look at. */

import type { RunReport, RunRequest } from '../../../src/core/report/run-report.ts';
import type { TurnServer } from '../../../src/core/servers/ice-server.ts';

/** The one user of the servers under test. */
export const USER = { username: 'someone', credential: 'secret-word' } as const;

export function request(kind: RunRequest['kind'], ...servers: Partial<TurnServer>[]): RunRequest {
  return {
    runId: 'run',
    kind,
    servers: servers.map((server, i) => ({ label: `server ${i}`, urls: [], ...USER, ...server })),
    deadlineMs: 25_000,
    throughputCapKbps: 5_000,
  };
}

export const only = (report: RunReport) => report.servers[0]?.probes[0];
