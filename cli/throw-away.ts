/** Runs work in a browser with a profile that is gone afterwards, however the work ends. */
import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExtensionBrowser } from './extension-browser.ts';

/** One of {@link ENDINGS} came; the exit code is set, and nothing is to be said. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** The profile holds credentials: it must be gone, too, when the terminal is closed. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `windDown` is called when the work is interrupted, before the browser is closed; it has bounds of its own. */
export async function inThrowAwayBrowser<T>(
  launch: (profile: string) => Promise<ExtensionBrowser>,
  work: (browser: ExtensionBrowser) => Promise<T>,
  windDown?: (browser: ExtensionBrowser) => Promise<void>,
): Promise<T> {
  const profile = await mkdtemp(join(tmpdir(), 'precall-profile-'));
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals): void => {
    process.exitCode = 128 + constants.signals[signal];
    interruption.abort(new Interrupted(signal));
  };
  // More than once: a whole group is signalled, and whoever started us passes the signal on.
  for (const signal of ENDINGS) process.on(signal, interrupt);
  try {
    const browser = await launch(profile);
    try {
      return await Promise.race([work(browser), aborted(interruption.signal)]);
    } catch (error) {
      if (interruption.signal.aborted) await windDown?.(browser);
      throw error;
    } finally {
      await browser.close();
    }
  } catch (error) {
    // The browser, too, got the signal, and what it was doing failed.
    throw interruption.signal.aborted ? interruption.signal.reason : error;
  } finally {
    for (const signal of ENDINGS) process.off(signal, interrupt);
    // Its processes may write for a moment after they were told to end.
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Rejects when the signal is aborted, also when it was so before. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
