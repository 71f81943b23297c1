/** A judged run together with what the SCT callbacks tell of it. */
import type { JudgedRun } from '../src/core/monitor/judged-run.ts';
import { type SctCallbacks, sctCallbacks } from '../src/core/monitor/sct-callbacks.ts';

export type ToldRun = JudgedRun & SctCallbacks;

export function told(run: JudgedRun): ToldRun {
  return { ...run, ...sctCallbacks(run) };
}
