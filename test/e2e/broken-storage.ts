/** A storage that refuses writes, as one on a full disk does, for the background of the extension under test. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Item of the session storage: the key of `storage.local` that cannot be written, and how often more. */
export const REFUSED_WRITES = 'e2e.refusedWrites';
export interface RefusedWrites {
  readonly key: string;
  readonly times: number;
}

/** Changes the extension in this folder, before a browser reads it. */
export async function installBrokenStorage(extension: string): Promise<void> {
  const background = join(extension, 'background.js');
  await writeFile(
    background,
    `(${refuse})(${JSON.stringify(REFUSED_WRITES)});\n${await readFile(background, 'utf8')}`,
  );
}

/** Runs in the background, before the extension's own code. */
function refuse(item: string): void {
  const api = globalThis as unknown as Record<string, { storage: typeof chrome.storage } | undefined>;
  const session = chrome.storage.session;
  // The two names may or may not be one object.
  for (const local of new Set([api.chrome?.storage.local, api.browser?.storage.local])) {
    if (local === undefined) continue;
    const write = local.set.bind(local);
    local.set = async (values: Record<string, unknown>): Promise<void> => {
      const { [item]: refused } =
        await session.get<Record<string, { key: string; times: number } | undefined>>(item);
      if (refused !== undefined && refused.times > 0 && refused.key in values) {
        await session.set({ [item]: { ...refused, times: refused.times - 1 } });
        throw new Error('FILE_ERROR_NO_SPACE');
      }
      return write(values);
    };
  }
}
