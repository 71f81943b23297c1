import type { WatchUpdate } from '../src/core/watch/watch-report.ts';
import { networkName } from '../src/views/words/network-name.ts';
import { t } from '../src/views/words/text.ts';

/** "Frankfurt over UDP · Wi-Fi"; undefined while no server is reached. */
export function serverLine({ server, relayProtocol, networkType }: WatchUpdate): string | undefined {
  if (server === undefined || relayProtocol === undefined) return undefined;
  const network = networkName(networkType);
  const over = t('watchServer', server, relayProtocol.toUpperCase());
  return network === undefined ? over : `${over}${t('listSeparator')}${network}`;
}
