/** Who this installation is: the device id that its events bear, and the salt of its networks' keys, which nothing tells. */
import { deviceIdItem, networkSaltItem } from '../platform/storage.ts';

export interface Identity {
  readonly deviceId: string;
  readonly networkSalt: string;
}

/** Made for the first run that is judged, not before: until then a person may not have read what is kept. */
export async function identify(): Promise<Identity> {
  for (const item of [deviceIdItem, networkSaltItem]) {
    // In the update, so that two that come at once make one.
    await item.update((before) => (before === '' ? crypto.randomUUID() : undefined));
  }
  const [deviceId, networkSalt] = await Promise.all([deviceIdItem.get(), networkSaltItem.get()]);
  return { deviceId, networkSalt };
}
