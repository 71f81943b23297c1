export type Target = 'chrome' | 'firefox';
export function buildTarget(target: Target): Promise<string>;
/** Path of dist/<target>, built if its sources have changed since. */
export function ensureBuilt(target: Target): Promise<string>;
/** Copies the build to `to`, which it gives back. */
export function copyBuilt(target: Target, to: string): Promise<string>;

/** The manifest of dist/<target>. */
export function manifestOf(target: Target): Promise<Record<string, unknown>>;
