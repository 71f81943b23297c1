/** Gives this installation its device id, which its events bear, and the salt of its networks' keys, which nothing tells. */
import { deviceIdItem, networkSaltItem } from '../platform/storage.ts';

export async function identify(): Promise<void> {
  for (const item of [deviceIdItem, networkSaltItem]) {
    // In the update, so that two that come at once make one.
    await item.update((before) => (before === '' ? crypto.randomUUID() : undefined));
  }
}
