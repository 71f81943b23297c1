/** A full run that is in the middle of its measurement. */
import type { RunningRun } from '../../src/platform/storage.ts';
import type { DrivenExtension } from './driven-extension.ts';

/** Starts it and waits until it measures. */
export async function startMeasuring(extension: DrivenExtension): Promise<RunningRun> {
  await extension.ask('background', 'startRun', { kind: 'full' });
  return extension.until<RunningRun>('session', 'running', (running) => {
    const phase = running?.progress?.phase;
    return phase === 'quality' || phase === 'throughput';
  });
}
