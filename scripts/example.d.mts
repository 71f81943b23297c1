/** Builds the example page into a folder. */
export function buildExample(out: string, name?: 'page' | 'agent-desktop'): Promise<void>;
export function serveExample(folder: string): Promise<{ url: string; close(): Promise<void> }>;
