/** Firefox cannot change a notification without raising it again. Same signature as `notification-update.chrome.ts`. */
import type { DesktopNotification } from '../notifications.ts';

/** Leaves it as it is: what it says has only become better since. */
export async function update(_id: string, _content: DesktopNotification): Promise<boolean> {
  return false;
}
