/** Gives this installation its device id, once. */
import { deviceIdItem } from '../platform/storage.ts';

export async function identify(): Promise<void> {
  if ((await deviceIdItem.get()) === '') await deviceIdItem.set(crypto.randomUUID());
}
