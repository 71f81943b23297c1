/** A browser that refuses calls which it usually grants, for the background of the extension under test. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Item of the session storage: the names of the calls that are refused. */
export const REFUSED_CALLS = 'e2e.refusedCalls';
const REFUSABLE = ['notifications.create', 'tabs.query', 'action.setIcon', 'storage.local.get'] as const;
export type RefusableCall = (typeof REFUSABLE)[number];

/** Changes the extension in this folder, before a browser reads it. */
export async function installRefusals(extension: string): Promise<void> {
  const background = join(extension, 'background.js');
  await writeFile(
    background,
    `(${refuse})(${JSON.stringify(REFUSED_CALLS)}, ${JSON.stringify(REFUSABLE)});\n${await readFile(background, 'utf8')}`,
  );
}

/** Runs in the background, before the extension's own code. */
function refuse(item: string, names: readonly string[]): void {
  type Api = Record<string, unknown>;
  type Call = (...args: readonly unknown[]) => unknown;
  const read = chrome.storage.session.get.bind(chrome.storage.session);
  for (const name of names) {
    const path = name.split('.');
    const last = path.pop() ?? '';
    const api = path.reduce<Api>((inner, part) => inner[part] as Api, chrome as unknown as Api);
    const call = (api[last] as Call).bind(api);
    api[last] = async (...args: readonly unknown[]) => {
      const refused = (await read<Record<string, readonly string[] | undefined>>(item))[item];
      if (refused?.includes(name)) throw new Error(`${name} cannot be done right now.`);
      return call(...args);
    };
  }
}
