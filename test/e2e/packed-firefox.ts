/** The extension as Firefox gets it from a store: one file, which a newer one replaces. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { zipSync } from 'fflate';

/** Beside the folder `extension` within this one. */
export const packedIn = (folder: string): string => join(folder, 'precall.xpi');

/** The extension's files as they are now. */
export async function zipOf(extension: string): Promise<Uint8Array> {
  const entries = await readdir(extension, { recursive: true, withFileTypes: true });
  const files: Record<string, Uint8Array> = {};
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files[relative(extension, path).replaceAll('\\', '/')] = await readFile(path);
  }
  return zipSync(files, { level: 0 });
}

/** Packs the extension's files as they are now; gives the path. */
export async function pack(folder: string): Promise<string> {
  await writeFile(packedIn(folder), await zipOf(join(folder, 'extension')));
  return packedIn(folder);
}

/** Runs in the browser's own window: installs what this file holds over the version that is there. */
export async function offerInBrowser(path: string): Promise<string> {
  interface Install {
    addListener(listener: object): void;
    install(): void;
  }
  const browser = globalThis as unknown as {
    Cc: Record<string, { createInstance(type: unknown): { initWithPath(path: string): void } }>;
    Ci: { nsIFile: unknown };
    ChromeUtils: {
      importESModule(url: string): { AddonManager: { getInstallForFile(file: unknown): Promise<Install> } };
    };
  };
  const { AddonManager } = browser.ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  const file = browser.Cc['@mozilla.org/file/local;1']?.createInstance(browser.Ci.nsIFile);
  file?.initWithPath(path);
  const install = await AddonManager.getInstallForFile(file);
  return new Promise((resolve) => {
    install.addListener({
      onInstallPostponed: () => resolve('postponed'),
      onInstallEnded: () => resolve('applied at once'),
      onInstallFailed: () => resolve('refused'),
      onInstallCancelled: () => resolve('cancelled'),
    });
    install.install();
  });
}
