/** What the extension keeps on the disk, for tests that look for what must not be there. */
import type { ExtensionUnderTest } from './extension.ts';
import { expect } from './fixtures.ts';

/** Everything that outlives the browser session but the settings, as text; there must be a run in it. */
export async function keptData(extension: ExtensionUnderTest): Promise<string> {
  const stored = await extension.call(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const { settings: _own, ...local } = await chrome.storage.local.get();
    const stores: Record<string, unknown[]> = {};
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        stores[`${name}/${store}`] = await done(database.transaction(store).objectStore(store).getAll());
      }
      database.close();
    }
    return { local, stores };
  }, undefined);
  expect(stored.stores['precall-history/runs']?.length).toBeGreaterThan(0);
  return JSON.stringify(stored);
}
