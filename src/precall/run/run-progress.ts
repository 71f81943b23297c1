import type { RunProgress } from '../../core/report/run-report.ts';

/** Turns steps done into progress whose fraction never falls. */
export function progressReporter(
  runId: string,
  report: ((progress: RunProgress) => void) | undefined,
): (phase: RunProgress['phase'], fraction: number, provider?: string) => void {
  let highest = 0;
  return (phase, fraction, provider) => {
    highest = Math.max(highest, Math.min(1, fraction));
    report?.({ runId, phase, fraction: highest, ...(provider === undefined ? {} : { provider }) });
  };
}
