/** Path of the repository's root, with a slash at its end. */
export const root: string;
export function ensureModules(): Promise<void>;
export type Program = 'chromium' | 'firefox' | 'turnserver';
/** Their paths, in that order. */
export function ensurePrograms(...ids: readonly Program[]): Promise<string[]>;
export function ensureChromium(): Promise<string>;
export function ensureCoturn(): Promise<string>;
export function ensureFirefox(): Promise<string>;
