/** The extension as Firefox gets it from a store: one file, which a newer one replaces. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipOf } from './zip-of.ts';

/** Beside the folder `extension` within this one. */
export const packedIn = (folder: string): string => join(folder, 'precall.xpi');

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
