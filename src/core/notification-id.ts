/** The contract's `notificationID`: a hash that names one episode, so that a support ticket can refer to it. */
import type { NotificationCode } from './sct-codes.ts';

export interface NotificationEpisode {
  readonly deviceId: string;
  readonly network: string;
  readonly notificationCode: NotificationCode;
  /** ms since the epoch: the first run of the episode that had this code. */
  readonly firstRunAt: number;
}

/** 32 hexadecimal digits; the same episode always gives the same ones. */
export function notificationIdOf(episode: NotificationEpisode): string {
  const { deviceId, network, notificationCode, firstRunAt } = episode;
  return fnv1a128(JSON.stringify([deviceId, network, notificationCode, firstRunAt]));
}

// FNV-1a with the 128-bit parameters of RFC 9923 section 2; it is a name, not a secret, so no cryptographic hash.
const PRIME = 0x1000000000000000000013bn;
const OFFSET_BASIS = 0x6c62272e07bb014262b821756295c58dn;

function fnv1a128(text: string): string {
  let hash = OFFSET_BASIS;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    for (const octet of [unit & 0xff, unit >> 8]) {
      hash = BigInt.asUintN(128, (hash ^ BigInt(octet)) * PRIME);
    }
  }
  return hash.toString(16).padStart(32, '0');
}
