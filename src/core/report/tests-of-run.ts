/** What a run was to test at each server. */
import type { RunKind, RunReport } from './run-report.ts';

/** `kind` is the most that a run does anywhere; where it does not do the same everywhere, `tests` tells. */
export function testOf(run: Pick<RunReport, 'kind' | 'tests'>, label: string): RunKind {
  return run.tests?.[label] ?? run.kind;
}

/** How many servers a run tests in each way; those that could not be tested for want of credentials are in none. */
export function testedServers(
  report: Pick<RunReport, 'kind' | 'tests' | 'servers'>,
): Record<RunKind, number> {
  const count = { connectivity: 0, light: 0, full: 0 };
  for (const { provider, credentialsTrouble } of report.servers) {
    if (credentialsTrouble === undefined) count[testOf(report, provider)] += 1;
  }
  return count;
}
