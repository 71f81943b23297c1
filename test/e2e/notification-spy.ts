/**
 * `chrome.notifications.getAll` tells ids only, and forgets them with the browser. So the copy of the extension that
 * a test loads begins with this: what its background asks of the desktop is also written down.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface NotificationCall {
  readonly call: 'create' | 'update' | 'clear';
  readonly id: string;
  readonly title?: string;
  readonly message?: string;
}

export const NOTIFICATION_CALLS = 'e2e.notificationCalls';

export async function installNotificationSpy(extension: string): Promise<void> {
  const background = join(extension, 'background.js');
  await writeFile(
    background,
    `(${spy})(${JSON.stringify(NOTIFICATION_CALLS)});\n${await readFile(background, 'utf8')}`,
  );
}

/** Runs in the background, before the extension's own code. */
function spy(key: string): void {
  let written = Promise.resolve();
  const note = (entry: NotificationCall): void => {
    written = written.then(async () => {
      const stored = await chrome.storage.local.get<Record<string, NotificationCall[]>>(key);
      await chrome.storage.local.set({ [key]: [...(stored[key] ?? []), entry] });
    });
  };
  type Call = (id: string, content?: { title?: string; message?: string }) => unknown;
  const api = globalThis as unknown as Record<string, { notifications?: Record<string, Call> } | undefined>;
  // The two names may or may not be one object.
  const faces = new Set([api.chrome?.notifications, api.browser?.notifications]);
  for (const face of faces) {
    for (const call of ['create', 'update', 'clear'] as const) {
      const original = face?.[call];
      if (face === undefined || original === undefined) continue;
      face[call] = (id, content) => {
        const { title, message } = content ?? {};
        note({
          call,
          id,
          ...(title === undefined ? {} : { title }),
          ...(message === undefined ? {} : { message }),
        });
        return content === undefined ? original.call(face, id) : original.call(face, id, content);
      };
    }
  }
}
