/** Starts a watch of the line of the server that a call would use; nothing of what it sees is judged or stored. */
import { watchRelays } from '../core/watch/watch-relays.ts';
import type { PrecallHost } from '../host/precall-host.ts';
import type { WatchRefusal } from '../messages.ts';
import { effectiveSettings } from '../platform/effective-settings.ts';
import { monitorItem } from '../platform/storage.ts';
import { resolveServers } from './servers/resolve-servers.ts';

export async function startWatch(
  host: PrecallHost,
  seconds: number,
): Promise<{ watchId: string } | { refused: WatchRefusal }> {
  const { settings } = await effectiveSettings();
  if (settings.servers.length === 0) return { refused: 'no-servers' };
  const { servers } = await resolveServers(settings.servers);
  const relays = watchRelays(servers, (await monitorItem.get()).latest);
  if (relays.length === 0) return { refused: 'no-credentials' };
  const watchId = crypto.randomUUID();
  const answer = await host.watch({ watchId, ms: seconds * 1000, relays });
  return answer === 'busy' ? { refused: 'busy' } : { watchId };
}
