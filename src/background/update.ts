/** A newer version of the extension waits for the run under way, and for a form that somebody fills in. */
import { isFormOpen } from '../platform/open-form.ts';
import { runningItem, updateItem } from '../platform/storage.ts';
import { reload } from '../platform/updates.ts';
import { noteStanding } from './taken-notice.ts';

export async function noteUpdate(): Promise<void> {
  await updateItem.set(true);
  await applyUpdate();
}

/** Nothing where there is none. Called again after each run, and by whatever wakes the background. */
export async function applyUpdate(): Promise<void> {
  if (!(await updateItem.get()) || (await runningItem.get()) !== null || (await isFormOpen())) return;
  await noteStanding();
  await updateItem.set(false);
  reload();
}
