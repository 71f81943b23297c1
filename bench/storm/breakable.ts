/** What is put before the background's own code, so that its stores can be made to refuse. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installBrokenStorage } from '../../test/e2e/broken-storage.ts';

/** Item of the session storage: while it is true the history's database refuses every write. */
export const REFUSED_DATABASE = 'storm.refusedDatabase';
/** Item of the session storage: ms since the epoch at which the background that lives now began. */
export const BACKGROUND_SINCE = 'storm.backgroundSince';

/** Changes the extension in this folder. */
export async function breakable(folder: string): Promise<void> {
  await installBrokenStorage(folder);
  const background = join(folder, 'background.js');
  const code = `(${refuseDatabase})(${JSON.stringify(REFUSED_DATABASE)}, ${JSON.stringify(BACKGROUND_SINCE)});\n`;
  await writeFile(background, code + (await readFile(background, 'utf8')));
}

/** Runs in the background, before the extension's own code. */
function refuseDatabase(item: string, since: string): void {
  let refused = false;
  void chrome.storage.session.set({ [since]: Date.now() });
  chrome.storage.session.get<Record<string, boolean>>(item).then((found) => {
    refused = found[item] === true;
  });
  chrome.storage.onChanged.addListener((changes) => {
    const change = changes[item];
    if (change !== undefined) refused = change.newValue === true;
  });
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...args: Parameters<typeof add>) {
    if (refused) throw new DOMException('The disk is full', 'QuotaExceededError');
    return add.apply(this, args);
  };
}
