/** Why a run told a person something, or why not: one word of the policy for each run. */
export const TELLINGS = ['degraded', 'worse', 'usually-bad', 'reminder', 'recovered'] as const;
export type Telling = (typeof TELLINGS)[number];

export const HUSHES = ['off', 'snoozed', 'quiet-hours'] as const;
/** The user wants none now. */
export type Hush = (typeof HUSHES)[number];

/**
 * - `good`: nothing to tell.
 * - `unsure`: bad, but not for long enough to be certain.
 * - `usual`: bad, as it usually is here.
 * - `told`: this episode has been told.
 * - `cool-down`: told so lately that it has to wait.
 */
export const KEPT_BACK = [...HUSHES, 'good', 'unsure', 'usual', 'told', 'cool-down'] as const;
export type KeptBack = (typeof KEPT_BACK)[number];

/** `refused`: it was to be told, and the desktop took no notification. */
export const TOLD = [...TELLINGS, ...KEPT_BACK, 'refused'] as const;
export type Told = (typeof TOLD)[number];
