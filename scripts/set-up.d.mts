/** Path of the repository's root, with a slash at its end. */
export const root: string;
export function ensureModules(): Promise<void>;
export function ensureChromium(): Promise<string>;
export function ensureCoturn(): Promise<string>;
export function ensureFirefox(): Promise<string>;
