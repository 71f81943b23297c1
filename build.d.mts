export type Target = 'chrome' | 'firefox';
export function buildTarget(target: Target): Promise<string>;
/** Path of dist/<target>, built if its sources have changed since. They are read once in a process. */
export function ensureBuilt(target: Target): Promise<string>;
/** Puts a copy of the build at `to`, which it gives back. The files of its location data are to be replaced, never written to. */
export function copyBuilt(target: Target, to: string): Promise<string>;

/** The manifest of dist/<target>. */
export function manifestOf(target: Target): Promise<Record<string, unknown>>;
