export const MINIMUM_VERSIONS: Readonly<Record<'node' | 'chromium' | 'firefox' | 'turnserver', string>>;
export function isOlder(version: string, than: string): boolean;
