/** "Thorough test": only when a person asks, and not beside what may be a call unless the person wants it all the same. */
import { isDisturbing } from '../core/schedule/run-kind.ts';
import type { ThoroughAnswer } from '../messages.ts';
import { runConditions } from '../platform/conditions.ts';
import { effectiveSettings } from '../platform/effective-settings.ts';
import type { RunCycle } from './cycle.ts';

export async function startThorough(cycle: RunCycle, despiteSound: boolean): Promise<ThoroughAnswer> {
  const { settings } = await effectiveSettings();
  if (!despiteSound && isDisturbing(await runConditions(settings))) return 'sound-playing';
  const wish = { thorough: true, ...(despiteSound && { despiteSound }) } as const;
  return (await cycle.begin('user', wish)) === null ? 'no-servers' : 'started';
}
