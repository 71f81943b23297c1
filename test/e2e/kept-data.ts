/** What the extension keeps on the disk, for tests that look for what must not be there. */
import type { ExtensionUnderTest } from './extension.ts';
import { expect } from './fixtures.ts';

/** Everything that outlives the browser session but the settings, as text; there must be a run in it. */
export async function keptData(extension: ExtensionUnderTest): Promise<string> {
  const stored = await extension.call(async () => {
    const { settings: _own, ...local } = await chrome.storage.local.get();
    const open = indexedDB.open('precall-history');
    await new Promise((resolve, reject) => {
      open.onsuccess = resolve;
      open.onerror = reject;
    });
    const all = open.result.transaction('runs').objectStore('runs').getAll();
    await new Promise((resolve) => {
      all.onsuccess = resolve;
    });
    open.result.close();
    return { local, runs: all.result };
  }, undefined);
  expect(stored.runs.length).toBeGreaterThan(0);
  return JSON.stringify(stored);
}
