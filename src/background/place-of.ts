/** Where a run's address is, looked up when the address or the data changes and not with every run. */

import { sha256Hex } from '../core/base/sha256.ts';
import { type Place, UNKNOWN_PLACE } from '../core/location/place.ts';
import type { NetworkFacts } from '../core/report/run-report.ts';
import { inTime } from '../platform/in-time.ts';
import { locate, locationEdition } from '../platform/location-files.ts';
import { placeItem } from '../platform/storage.ts';

/** ms; reading the extension's own files takes some tens. */
const LOOKUP_MS = 5_000;

/** Never rejects: a run counts with or without its place. */
export async function placeOf(network: NetworkFacts, networkSalt: string): Promise<Place> {
  const address = network.serverReflexiveAddress ?? network.hostAddress;
  if (address === undefined) return UNKNOWN_PLACE;
  // The worker dies between runs and forgets; what it keeps tells no address.
  const key = sha256Hex(JSON.stringify([networkSalt, address]));
  try {
    const [known, data] = await Promise.all([
      placeItem.get(),
      inTime(LOOKUP_MS, 'The location data', locationEdition()),
    ]);
    if (known?.key === key && known.data === data) return known.place;
    const place = await inTime(LOOKUP_MS, 'The location data', locate(address));
    await placeItem.set({ key, data, place });
    return place;
  } catch (error) {
    console.error('Precall: no place for this run:', error);
    return UNKNOWN_PLACE;
  }
}
