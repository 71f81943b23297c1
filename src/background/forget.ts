/** What a person asks to be deleted, in every place where it stands. Settings stay. */
import { INITIAL_MONITOR_STATE } from '../core/monitor/monitor-state.ts';
import { deleteHistory } from '../platform/delete-history.ts';
import { inTime } from '../platform/in-time.ts';
import { clearAll, DESKTOP_MS } from '../platform/notifications.ts';
import {
  credentialsItem,
  deviceIdItem,
  historyCutItem,
  monitorAsideItem,
  monitorItem,
  networkSaltItem,
  placeItem,
  takenNoticeItem,
} from '../platform/storage.ts';
import { endTrouble } from '../platform/troubles.ts';
import { endAsides } from './end-asides.ts';
import { forgetExport } from './export-runs.ts';

/** Every result, the newest and those that wait for a collector too; what was learnt from them stays. */
export async function forgetResults(): Promise<void> {
  await deleteHistory();
  await historyCutItem.set(null);
  await forgetExport();
  await monitorItem.update((state) => ({ ...state, latest: null }));
  await monitorAsideItem.set(null);
  await endTrouble('history');
  await clearDesktop();
}

/** What stands on the desktop tells of a result, and its id is that of an episode. */
async function clearDesktop(): Promise<void> {
  await takenNoticeItem.set(null);
  try {
    await inTime(DESKTOP_MS, 'The desktop', clearAll());
  } catch (error) {
    console.error('Precall: a notification may be left on the desktop:', error);
  }
}

/** The results, the networks and what was learnt of them, and who this installation is: the next run makes it a new one. */
export async function forgetDevice(): Promise<void> {
  await forgetResults();
  await monitorItem.set(INITIAL_MONITOR_STATE);
  await endAsides();
  await placeItem.set(null);
  await credentialsItem.set({});
  await deviceIdItem.set('');
  await networkSaltItem.set('');
}
