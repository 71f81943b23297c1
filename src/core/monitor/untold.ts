/** What the desktop did not take is not told: the run says so, and the next one decides again. */
import type { MonitorStep } from './monitor.ts';
import type { MonitorState } from './monitor-state.ts';

/** `before`: the state that the step began with. */
export function untold(step: MonitorStep, before: MonitorState): MonitorStep {
  const wasToTell = step.action.kind === 'notify';
  const run = { ...step.run, notified: false, ...(wasToTell && { told: 'refused' as const }) };
  return { ...step, run, state: { ...step.state, latest: run, notifications: before.notifications } };
}
