/** Two browsers as the estimates know them. */
import type { HostFacts } from '../../../src/precall/link/host-facts.ts';

export const FINE_CLOCK: HostFacts = { clockTickMs: 0.1, delayMs: 0, reportBytes: 240 };
export const WHOLE_MS_CLOCK: HostFacts = { clockTickMs: 1, delayMs: 0.65, reportBytes: 600 };
