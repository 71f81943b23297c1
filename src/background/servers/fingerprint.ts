import { sha256Hex } from '../../core/base/sha256.ts';
import type { Settings } from '../../core/settings/settings.ts';

/** Tells whether the servers are the same ones, without keeping their credentials in a second place. */
export function fingerprint({ servers }: Settings): string {
  return sha256Hex(JSON.stringify(servers));
}
