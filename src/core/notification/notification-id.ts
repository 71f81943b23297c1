/** The contract's `notificationID`: a hash that names one episode, so that a support ticket can refer to it. */
import type { NotificationCode } from '../sct/sct-codes.ts';

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

/**
 * FNV-1a with the 128-bit parameters of RFC 9923 section 2, in 16-bit limbs, lowest first: BigInt would take most of
 * a replayed run's time. It is a name, not a secret, so no cryptographic hash.
 */
function fnv1a128(text: string): string {
  const hash = [0xc58d, 0x6295, 0x2175, 0x62b8, 0x0142, 0x07bb, 0x272e, 0x6c62];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    hash[0] = limb(hash, 0) ^ (unit & 0xff);
    timesPrime(hash);
    hash[0] = limb(hash, 0) ^ (unit >> 8);
    timesPrime(hash);
  }
  return hash
    .reverse()
    .map((each) => each.toString(16).padStart(4, '0'))
    .join('');
}

/** The prime is 2^88 + 0x13b: 88 bits are five limbs and a half. */
function timesPrime(hash: number[]): void {
  let carry = 0;
  const before = [...hash];
  for (let index = 0; index < hash.length; index++) {
    const shifted = ((limb(before, index - 5) << 8) & 0xffff) + (limb(before, index - 6) >> 8);
    const sum = limb(before, index) * 0x13b + shifted + carry;
    hash[index] = sum & 0xffff;
    carry = sum >>> 16;
  }
}

function limb(hash: readonly number[], index: number): number {
  return hash[index] ?? 0;
}
