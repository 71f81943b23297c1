/** Runs work in a browser with a profile that is gone afterwards, however the work ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExtensionBrowser } from './extension-browser.ts';

export async function inThrowAwayBrowser<T>(
  launch: (profile: string) => Promise<ExtensionBrowser>,
  work: (browser: ExtensionBrowser) => Promise<T>,
): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), 'precall-profile-'));
  try {
    const browser = await launch(profile);
    const interrupted = closeOnSignal(browser);
    try {
      return await work(browser);
    } finally {
      interrupted.forget();
      await browser.close();
    }
  } finally {
    // Its processes may write for a moment after they were told to end.
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** The closed browser fails the work under way, which then unwinds as after any failure. */
function closeOnSignal(browser: ExtensionBrowser): { forget(): void } {
  const close = (signal: NodeJS.Signals): void => {
    process.exitCode = signal === 'SIGINT' ? 130 : 143;
    browser.close().catch((error: unknown) => console.error('Closing the browser failed:', error));
  };
  process.once('SIGINT', close).once('SIGTERM', close);
  return { forget: () => process.off('SIGINT', close).off('SIGTERM', close) };
}
